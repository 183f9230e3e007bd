-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.require_operation_key (
  p_operation_key text
)
  RETURNS void
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
begin
  if p_operation_key is null or p_operation_key !~ '\S' or char_length(p_operation_key) > 100 then
    raise sqlstate 'PT400' using
      message = 'invalid_request',
      detail = jsonb_build_object('path', 'p_operation_key')::text,
      hint = 'Name the operation by a key of 1 to 100 characters: once per key.';
  end if;
end;
$function$;

COMMENT ON FUNCTION "private"."require_operation_key"(text) IS 'Refuses a key that names nothing. PT400.';

REVOKE ALL ON FUNCTION "private"."require_operation_key"(text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."require_operation_key"(text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."require_operation_key"(text) TO "postgres";
