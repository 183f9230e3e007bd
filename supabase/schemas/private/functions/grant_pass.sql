-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.grant_pass (
  p_user_id       uuid,
  p_plan          text,
  p_operation_key text
)
  RETURNS public.memberships
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_days integer := (select pass_days from public.plans where slug = p_plan);
  v_starts_at timestamptz;
begin
  if v_days is null then
    raise sqlstate 'PT400' using
      message = 'plan_not_a_pass',
      detail = jsonb_build_object('plan', p_plan)::text, hint = 'This plan is not sold as a pass.';
  end if;
  perform private.lock_person(p_user_id);
  select greatest(now(), max(ends_at)) into v_starts_at from public.memberships
  where user_id = p_user_id and plan = p_plan and source = 'pass' and state = 'live';
  return private.grant_membership(p_user_id, p_plan, 'pass', p_operation_key,
    v_starts_at, v_starts_at + v_days * interval '24 hours');
end;
$function$;

COMMENT ON FUNCTION "private"."grant_pass"(uuid, text, text) IS 'Gives a pass, once per operation key; it begins when the one before it ends. PT400, PT404.';

REVOKE ALL ON FUNCTION "private"."grant_pass"(uuid, text, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."grant_pass"(uuid, text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."grant_pass"(uuid, text, text) TO "postgres";
