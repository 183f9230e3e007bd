-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.give_credits (
  p_user_id       uuid,
  p_amount        bigint,
  p_operation_key text,
  p_reason        text
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform private.audit_as_admin('give_credits', p_user_id::text, jsonb_build_object(
    'amount', p_amount, 'operation_key', p_operation_key, 'reason', p_reason));
  perform private.require_operation_key(p_operation_key);
  perform private.require_person(p_user_id);
  perform private.grant_credits(p_user_id, p_amount, 'admin:' || p_operation_key, 'admin_gift');
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."give_credits"(uuid, bigint, text, text) TO "authenticated";

COMMENT ON FUNCTION "public"."give_credits"(uuid, bigint, text, text) IS 'Gives somebody credits that never expire, once per operation key. PT400, PT403, PT404, PT409.';

REVOKE ALL ON FUNCTION "public"."give_credits"(uuid, bigint, text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."give_credits"(uuid, bigint, text, text) TO "postgres";

REVOKE ALL ON FUNCTION "public"."give_credits"(uuid, bigint, text, text) FROM PUBLIC, "anon", "service_role";
