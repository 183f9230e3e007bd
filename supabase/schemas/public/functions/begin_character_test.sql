-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.begin_character_test (
  p_id   uuid,
  p_text text
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  if not private.is_admin() then
    raise sqlstate 'PT403' using
      message = 'admin_required', hint = 'Only admins may do this.';
  end if;
  return public.preview_character_prompt(p_id, p_text);
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."begin_character_test"(uuid, text) TO "authenticated";

COMMENT ON FUNCTION "public"."begin_character_test"(uuid, text) IS 'What the model is asked when an admin tries a message: prompt, model and parameters; audited. PT403, PT404.';

REVOKE ALL ON FUNCTION "public"."begin_character_test"(uuid, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."begin_character_test"(uuid, text) TO "postgres";

REVOKE ALL ON FUNCTION "public"."begin_character_test"(uuid, text) FROM PUBLIC, "anon", "service_role";
