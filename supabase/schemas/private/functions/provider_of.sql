-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.provider_of (
  p_model text
)
  RETURNS text
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return coalesce((select provider from public.models where id = p_model), 'openai');
end;
$function$;

COMMENT ON FUNCTION "private"."provider_of"(text) IS 'Who serves a model: openai, when it is not known.';

REVOKE ALL ON FUNCTION "private"."provider_of"(text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."provider_of"(text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."provider_of"(text) TO "postgres";
