-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.referral_code (
  p_user_id uuid
)
  RETURNS text
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_profile public.profiles := private.require_active_profile(p_user_id);
begin
  return (select code from public.referrers where user_id = v_profile.id);
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."referral_code"(uuid) TO "service_role";

COMMENT ON FUNCTION "public"."referral_code"(uuid) IS 'Somebody''s code to invite others. PT401, PT403.';

REVOKE ALL ON FUNCTION "public"."referral_code"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."referral_code"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "public"."referral_code"(uuid) FROM PUBLIC, "anon", "authenticated";
