-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.lost_bytes (
  p_attempts jsonb
)
  RETURNS bigint
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
begin
  return coalesce((
    select sum((attempt ->> 'bytes')::bigint) from private.spoken_attempts(p_attempts)
    where not is_last), 0);
end;
$function$;

COMMENT ON FUNCTION "private"."lost_bytes"(jsonb) IS 'How much of the answer is by attempts that were lost.';

REVOKE ALL ON FUNCTION "private"."lost_bytes"(jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."lost_bytes"(jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."lost_bytes"(jsonb) TO "postgres";
