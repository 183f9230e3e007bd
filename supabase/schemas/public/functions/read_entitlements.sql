-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.read_entitlements (
  p_user_id uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_profile public.profiles := private.require_active_profile(p_user_id);
begin
  perform private.open_wallet(p_user_id);
  return private.entitlements(p_user_id);
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."read_entitlements"(uuid) TO "service_role";

COMMENT ON FUNCTION "public"."read_entitlements"(uuid) IS 'What a person may do now, the credits that are due being granted first. PT401, PT403.';

REVOKE ALL ON FUNCTION "public"."read_entitlements"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."read_entitlements"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "public"."read_entitlements"(uuid) FROM PUBLIC, "anon", "authenticated";
