-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.mark_read (
  p_conversation_id uuid,
  p_ordinal         bigint DEFAULT NULL::bigint
)
  RETURNS bigint
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return private.note_ordinals(p_conversation_id, p_ordinal, true);
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."mark_read"(uuid, bigint) TO "authenticated";

COMMENT ON FUNCTION "public"."mark_read"(uuid, bigint) IS 'Marks a conversation as read by the caller up to a message, or all of it; never backwards. Returns how far it is read now. PT401, PT403, PT404.';

REVOKE ALL ON FUNCTION "public"."mark_read"(uuid, bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."mark_read"(uuid, bigint) TO "postgres";

REVOKE ALL ON FUNCTION "public"."mark_read"(uuid, bigint) FROM PUBLIC, "anon", "service_role";
