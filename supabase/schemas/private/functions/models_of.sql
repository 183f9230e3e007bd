-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.models_of (
  p_attempts jsonb
)
  RETURNS text[]
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
begin
  return array(
    select attempt ->> 'model' from private.spoken_attempts(p_attempts)
    group by 1 order by min(nr));
end;
$function$;

COMMENT ON FUNCTION "private"."models_of"(jsonb) IS 'The models whose words are in the answer, in order.';

REVOKE ALL ON FUNCTION "private"."models_of"(jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."models_of"(jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."models_of"(jsonb) TO "postgres";
