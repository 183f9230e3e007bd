-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.read_payment_event (
  p_id bigint
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform private.audit_as_admin('read_payment_event', p_id::text, '{}');
  return to_jsonb(private.require_payment_event(p_id)) - 'message_id';
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."read_payment_event"(bigint) TO "authenticated";

COMMENT ON FUNCTION "public"."read_payment_event"(bigint) IS 'An event with its raw body. PT403, PT404.';

REVOKE ALL ON FUNCTION "public"."read_payment_event"(bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."read_payment_event"(bigint) TO "postgres";

REVOKE ALL ON FUNCTION "public"."read_payment_event"(bigint) FROM PUBLIC, "anon", "service_role";
