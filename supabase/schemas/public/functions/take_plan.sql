-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.take_plan (
  p_membership_id uuid
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_user_id uuid := (select user_id from public.memberships where id = p_membership_id);
begin
  perform private.audit_as_admin('take_plan', v_user_id::text, jsonb_build_object(
    'membership_id', p_membership_id));
  perform private.require_person(v_user_id);
  perform private.revoke_membership(p_membership_id);
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."take_plan"(uuid) TO "authenticated";

COMMENT ON FUNCTION "public"."take_plan"(uuid) IS 'Takes a membership back at once, with what is unspent of its credits. PT403, PT404.';

REVOKE ALL ON FUNCTION "public"."take_plan"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."take_plan"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "public"."take_plan"(uuid) FROM PUBLIC, "anon", "service_role";
