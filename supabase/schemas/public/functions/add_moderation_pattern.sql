-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.add_moderation_pattern (
  p_category  text,
  p_content   text,
  p_action    text,
  p_direction text DEFAULT 'both'::text,
  p_kind      text DEFAULT 'words'::text
)
  RETURNS bigint
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_id bigint;
begin
  perform private.audit_as_admin('add_moderation_pattern', p_category, jsonb_build_object(
    'content', p_content, 'action', p_action, 'direction', p_direction, 'kind', p_kind));
  insert into private.moderation_pattern (category, direction, kind, content, action, source)
  values (p_category, p_direction, p_kind, p_content, p_action, 'admin')
  returning moderation_pattern.id into v_id;
  return v_id;
exception
  when check_violation or not_null_violation then
    perform private.invalid_pattern('its category, direction, kind, action or length is wrong');
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."add_moderation_pattern"(text, text, text, text, text) TO "authenticated";

COMMENT ON FUNCTION "public"."add_moderation_pattern"(text, text, text, text, text) IS 'Adds words, one a line, or a regular expression, in force from the next message on; returns its id. PT400, PT403.';

REVOKE ALL ON FUNCTION "public"."add_moderation_pattern"(text, text, text, text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."add_moderation_pattern"(text, text, text, text, text) TO "postgres";

REVOKE ALL ON FUNCTION "public"."add_moderation_pattern"(text, text, text, text, text) FROM PUBLIC, "anon", "service_role";
