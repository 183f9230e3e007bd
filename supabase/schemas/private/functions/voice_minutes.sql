-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.voice_minutes (
  p_from bigint,
  p_to   bigint
)
  RETURNS bigint
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return (
    select ceil(p_to::numeric / units_per_count) - ceil(p_from::numeric / units_per_count)
    from private.action_kind where action = 'voice');
end;
$function$;

COMMENT ON FUNCTION "private"."voice_minutes"(bigint, bigint) IS 'How many minutes begin after one second of a talk and up to another.';

REVOKE ALL ON FUNCTION "private"."voice_minutes"(bigint, bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."voice_minutes"(bigint, bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."voice_minutes"(bigint, bigint) TO "postgres";
