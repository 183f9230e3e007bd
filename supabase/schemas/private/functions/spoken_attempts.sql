-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.spoken_attempts (
  p_attempts jsonb
)
  RETURNS TABLE (
    attempt jsonb,
    nr      bigint,
    is_last boolean
  )
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
begin
  return query
    select each.value, each.ordinality, each.ordinality = max(each.ordinality) over ()
    from jsonb_array_elements(p_attempts) with ordinality as each
    where (each.value ->> 'bytes')::bigint > 0;
end;
$function$;

COMMENT ON FUNCTION "private"."spoken_attempts"(jsonb) IS 'The attempts with words in the answer, in order.';

REVOKE ALL ON FUNCTION "private"."spoken_attempts"(jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."spoken_attempts"(jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."spoken_attempts"(jsonb) TO "postgres";
