-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.read_character (
  p_id uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_character public.characters := private.take_character(p_id);
  v_prompt private.character_prompt;
begin
  if private.is_admin() then
    perform private.audit_character('read_character', p_id, '{}');
  end if;
  select * into v_prompt from private.character_prompt where character_id = p_id;
  return to_jsonb(v_character) || jsonb_build_object(
    'system_prompt', v_prompt.system_prompt,
    'prompt_override', v_prompt.prompt_override,
    'restricted_topics', to_jsonb(coalesce(v_prompt.restricted_topics, '{}')),
    'facts', to_jsonb(array(
      select fact from private.character_fact where character_id = p_id order by id)));
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."read_character"(uuid) TO "authenticated";

COMMENT ON FUNCTION "public"."read_character"(uuid) IS 'All of a character for its owner and admins: card, prompt, restricted topics, facts. PT401, PT403, PT404.';

REVOKE ALL ON FUNCTION "public"."read_character"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."read_character"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "public"."read_character"(uuid) FROM PUBLIC, "anon", "service_role";
