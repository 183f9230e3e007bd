-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.start_trial (
  p_plan text
)
  RETURNS public.memberships
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_user_id uuid := (private.require_active_profile(auth.uid())).id;
  v_plan public.plans := private.require_plan(p_plan);
begin
  perform private.lock_person(v_user_id);
  if v_plan.trial_days is null
    or exists (select from public.memberships where user_id = v_user_id and plan = p_plan)
  then
    raise sqlstate 'PT409' using
      message = 'trial_not_available',
      detail = jsonb_build_object('plan', p_plan)::text,
      hint = 'There is no trial of this plan for you.';
  end if;
  return private.grant_membership(v_user_id, p_plan, 'trial',
    format('trial:%s:%s', v_user_id, p_plan), now(),
    now() + v_plan.trial_days * interval '24 hours');
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."start_trial"(text) TO "authenticated";

COMMENT ON FUNCTION "public"."start_trial"(text) IS 'Starts the caller''s trial of a plan, once in a life. PT401, PT403, PT404, PT409.';

REVOKE ALL ON FUNCTION "public"."start_trial"(text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."start_trial"(text) TO "postgres";

REVOKE ALL ON FUNCTION "public"."start_trial"(text) FROM PUBLIC, "anon", "service_role";
