-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.require_character_fields (
  p_changes  jsonb,
  p_is_admin boolean
)
  RETURNS void
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
declare
  v_fields text[] := array['name', 'tagline', 'greeting', 'avatar_url', 'category', 'language',
    'tags', 'traits', 'tone', 'formality', 'humour', 'empathy', 'creativity', 'confidence',
    'model', 'temperature', 'max_output_tokens', 'context_messages', 'context_tokens',
    'context_images', 'answer_kind', 'gallery_every', 'system_prompt', 'prompt_override',
    'restricted_topics', 'voice'];
  v_unknown text;
begin
  if p_is_admin then
    v_fields := v_fields
      || array['slug', 'pricing', 'credit_price', 'is_premium', 'messages_per_day',
        'voice_model'];
  end if;
  if jsonb_typeof(p_changes) is distinct from 'object' then
    v_unknown := '';
  else
    v_unknown := (
      select min(field) from jsonb_object_keys(p_changes) as field where field <> all (v_fields));
  end if;
  if v_unknown is not null then
    raise sqlstate 'PT400' using
      message = 'invalid_request',
      detail = jsonb_build_object('path', v_unknown, 'fields', v_fields)::text,
      hint = 'Name what the character shall be, by the fields that you may set.';
  end if;
end;
$function$;

COMMENT ON FUNCTION "private"."require_character_fields"(jsonb, boolean) IS 'Refuses what is no object, or a field that the caller may not set. PT400.';

REVOKE ALL ON FUNCTION "private"."require_character_fields"(jsonb, boolean) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."require_character_fields"(jsonb, boolean) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."require_character_fields"(jsonb, boolean) TO "postgres";
