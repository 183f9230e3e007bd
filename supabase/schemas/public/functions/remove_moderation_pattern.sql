-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.remove_moderation_pattern (
  p_id bigint
)
  RETURNS boolean
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform private.audit_as_admin('remove_moderation_pattern', p_id::text, '{}');
  delete from private.moderation_pattern where id = p_id;
  return found;
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."remove_moderation_pattern"(bigint) TO "authenticated";

COMMENT ON FUNCTION "public"."remove_moderation_pattern"(bigint) IS 'Removes a pattern; false when it is not there. One of the catalog comes back when another catalog is applied. PT403.';

REVOKE ALL ON FUNCTION "public"."remove_moderation_pattern"(bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."remove_moderation_pattern"(bigint) TO "postgres";

REVOKE ALL ON FUNCTION "public"."remove_moderation_pattern"(bigint) FROM PUBLIC, "anon", "service_role";
