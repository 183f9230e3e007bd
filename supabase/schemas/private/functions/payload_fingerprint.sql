-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.payload_fingerprint (
  p_conversation_id uuid,
  p_text            text,
  p_attachments     uuid[]
)
  RETURNS text
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
begin
  return encode(sha256(convert_to(
    p_conversation_id || p_attachments::text || p_text, 'UTF8')), 'hex');
end;
$function$;

COMMENT ON FUNCTION "private"."payload_fingerprint"(uuid, text, uuid[]) IS 'SHA-256 of what a message says and where, by which a repeat is told from another message.';

REVOKE ALL ON FUNCTION "private"."payload_fingerprint"(uuid, text, uuid[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."payload_fingerprint"(uuid, text, uuid[]) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."payload_fingerprint"(uuid, text, uuid[]) TO "postgres";
