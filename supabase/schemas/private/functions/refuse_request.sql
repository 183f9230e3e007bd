-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.refuse_request (
  p_path    text,
  p_message text
)
  RETURNS void
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
begin
  raise sqlstate 'PT400' using
    message = 'invalid_request',
    detail = jsonb_build_object('issues', jsonb_build_array(
      jsonb_build_object('path', p_path, 'message', p_message)))::text,
    hint = p_message;
end;
$function$;

COMMENT ON FUNCTION "private"."refuse_request"(text, text) IS 'Raises PT400 with the parameter that is wrong.';

REVOKE ALL ON FUNCTION "private"."refuse_request"(text, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."refuse_request"(text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."refuse_request"(text, text) TO "postgres";
