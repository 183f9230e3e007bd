-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.record_character_test (
  p_user_id uuid,
  p_id      uuid,
  p_usage   jsonb
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform private.record_background(p_user_id, p_id, 'character_test', p_usage);
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."record_character_test"(uuid, uuid, jsonb) TO "service_role";

COMMENT ON FUNCTION "public"."record_character_test"(uuid, uuid, jsonb) IS 'Records an answer that an admin tried, which nobody is charged for.';

REVOKE ALL ON FUNCTION "public"."record_character_test"(uuid, uuid, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."record_character_test"(uuid, uuid, jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "public"."record_character_test"(uuid, uuid, jsonb) FROM PUBLIC, "anon", "authenticated";
