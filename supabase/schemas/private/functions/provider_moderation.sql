-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.provider_moderation()
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return (
    select jsonb_build_object(
      'on_failure', on_failure,
      'input', coalesce(thresholds -> 'input', '{}'),
      'output', coalesce(thresholds -> 'output', '{}'))
    from private.moderation_rules where id);
end;
$function$;

COMMENT ON FUNCTION "private"."provider_moderation"() IS 'What a function needs to ask the provider''s moderation: thresholds and the policy.';

REVOKE ALL ON FUNCTION "private"."provider_moderation"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."provider_moderation"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."provider_moderation"() TO "postgres";
