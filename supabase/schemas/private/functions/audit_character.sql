-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.audit_character (
  p_action  text,
  p_id      uuid,
  p_changes jsonb
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  -- Long texts by their hash: enough to see which one it was.
  perform private.audit_as_admin(p_action, p_id::text, (
    select coalesce(jsonb_object_agg(key, case when octet_length(value::text) <= 300 then value
      else to_jsonb(encode(sha256(convert_to(value::text, 'UTF8')), 'hex')) end), '{}')
    from jsonb_each(p_changes)));
end;
$function$;

COMMENT ON FUNCTION "private"."audit_character"(text, uuid, jsonb) IS 'Writes down what an admin did to a character; long values as their SHA-256. PT403.';

REVOKE ALL ON FUNCTION "private"."audit_character"(text, uuid, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."audit_character"(text, uuid, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."audit_character"(text, uuid, jsonb) TO "postgres";
