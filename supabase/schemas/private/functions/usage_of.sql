-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.usage_of (
  p_usage jsonb
)
  RETURNS private.token_usage
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
begin
  return jsonb_populate_record(null::private.token_usage, p_usage);
end;
$function$;

COMMENT ON FUNCTION "private"."usage_of"(jsonb) IS 'The token counts in what a function reported of a call.';

REVOKE ALL ON FUNCTION "private"."usage_of"(jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."usage_of"(jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."usage_of"(jsonb) TO "postgres";
