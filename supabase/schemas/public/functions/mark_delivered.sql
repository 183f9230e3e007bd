-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.mark_delivered (
  p_conversation_id uuid,
  p_ordinal         bigint DEFAULT NULL::bigint
)
  RETURNS bigint
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return private.note_ordinals(p_conversation_id, p_ordinal, false);
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."mark_delivered"(uuid, bigint) TO "authenticated";

COMMENT ON FUNCTION "public"."mark_delivered"(uuid, bigint) IS 'Says that a conversation has come to a device of the caller up to a message, or all of it; never backwards. Returns how far it has come. PT401, PT403, PT404.';

REVOKE ALL ON FUNCTION "public"."mark_delivered"(uuid, bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."mark_delivered"(uuid, bigint) TO "postgres";

REVOKE ALL ON FUNCTION "public"."mark_delivered"(uuid, bigint) FROM PUBLIC, "anon", "service_role";
