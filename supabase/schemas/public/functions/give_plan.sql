-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.give_plan (
  p_user_id       uuid,
  p_plan          text,
  p_ends_at       timestamp with time zone,
  p_operation_key text
)
  RETURNS public.memberships
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform private.audit_as_admin('give_plan', p_user_id::text, jsonb_build_object(
    'plan', p_plan, 'ends_at', p_ends_at, 'operation_key', p_operation_key));
  perform private.require_operation_key(p_operation_key);
  perform private.require_person(p_user_id);
  if p_ends_at <= now() then
    raise sqlstate 'PT400' using
      message = 'invalid_request', hint = 'A plan is given until a moment to come.';
  end if;
  return private.grant_membership(
    p_user_id, p_plan, 'admin', 'admin:' || p_operation_key, now(), p_ends_at);
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."give_plan"(uuid, text, timestamp WITH time zone, text) TO "authenticated";

COMMENT ON FUNCTION "public"."give_plan"(uuid, text, timestamp with time zone, text) IS 'Gives somebody a plan until a moment, or for good (null), once per operation key. PT400, PT403, PT404, PT409.';

REVOKE ALL ON FUNCTION "public"."give_plan"(uuid, text, timestamp WITH time zone, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."give_plan"(uuid, text, timestamp WITH time zone, text) TO "postgres";

REVOKE ALL ON FUNCTION "public"."give_plan"(uuid, text, timestamp WITH time zone, text) FROM PUBLIC, "anon", "service_role";
