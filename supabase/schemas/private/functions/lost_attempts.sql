-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.lost_attempts (
  p_attempts jsonb
)
  RETURNS TABLE (
    attempt jsonb,
    nr      bigint,
    bytes   bigint
  )
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
begin
  return query
    select heard.attempt, heard.nr, heard.said + heard.thought
    from (
      select each.value as attempt, each.ordinality as nr,
        coalesce((each.value ->> 'bytes')::bigint, 0) as said,
        coalesce((each.value ->> 'thought_bytes')::bigint, 0) as thought,
        coalesce((each.value ->> 'output_tokens')::bigint, 0) as told
      from jsonb_array_elements(p_attempts) with ordinality as each
    ) as heard
    where heard.said + heard.thought + heard.told > 0
    order by heard.said > 0 desc, heard.thought > 0 desc, heard.nr desc
    offset 1;
end;
$function$;

COMMENT ON FUNCTION "private"."lost_attempts"(jsonb) IS 'The attempts that were heard and whose usage is not the answer''s, with the bytes of what they said and thought.';

REVOKE ALL ON FUNCTION "private"."lost_attempts"(jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."lost_attempts"(jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."lost_attempts"(jsonb) TO "postgres";
