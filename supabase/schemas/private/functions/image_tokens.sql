-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.image_tokens (
  p_model text
)
  RETURNS integer
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return coalesce((
    select image_tokens from public.models
    where id = p_model and 'vision' = any (capabilities)), 0);
end;
$function$;

COMMENT ON FUNCTION "private"."image_tokens"(text) IS 'The most that a picture costs a model, in tokens; 0 for a model that cannot see.';

REVOKE ALL ON FUNCTION "private"."image_tokens"(text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."image_tokens"(text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."image_tokens"(text) TO "postgres";
