-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.preview_character_prompt (
  p_id   uuid,
  p_text text DEFAULT ''::text
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_character public.characters;
begin
  perform private.audit_character('preview_character_prompt', p_id,
    jsonb_build_object('text', left(p_text, 200)));
  v_character := private.take_character(p_id);
  return jsonb_build_object(
    'system_prompt', private.system_prompt(v_character, coalesce(p_text, '')),
    'model', v_character.model,
    'provider', private.provider_of(v_character.model),
    'temperature', v_character.temperature,
    'max_output_tokens', v_character.max_output_tokens);
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."preview_character_prompt"(uuid, text) TO "authenticated";

COMMENT ON FUNCTION "public"."preview_character_prompt"(uuid, text) IS 'What the model would be asked before a message, for an admin to try an answer. PT403, PT404.';

REVOKE ALL ON FUNCTION "public"."preview_character_prompt"(uuid, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."preview_character_prompt"(uuid, text) TO "postgres";

REVOKE ALL ON FUNCTION "public"."preview_character_prompt"(uuid, text) FROM PUBLIC, "anon", "service_role";
