-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.write_character (
  p_character public.characters,
  p_changes   jsonb
)
  RETURNS public.characters
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_new public.characters := jsonb_populate_record(p_character, p_changes);
  v_prompt private.character_prompt;
begin
  update public.characters
  set slug = v_new.slug, name = v_new.name, tagline = v_new.tagline, greeting = v_new.greeting,
    avatar_url = v_new.avatar_url, category = v_new.category, language = v_new.language,
    tags = v_new.tags, traits = v_new.traits, tone = v_new.tone, formality = v_new.formality,
    humour = v_new.humour, empathy = v_new.empathy, creativity = v_new.creativity,
    confidence = v_new.confidence, model = v_new.model, temperature = v_new.temperature,
    max_output_tokens = v_new.max_output_tokens, context_messages = v_new.context_messages,
    context_tokens = v_new.context_tokens, context_images = v_new.context_images,
    answer_kind = v_new.answer_kind, gallery_every = v_new.gallery_every,
    pricing = v_new.pricing, credit_price = v_new.credit_price, is_premium = v_new.is_premium,
    messages_per_day = v_new.messages_per_day, voice = v_new.voice,
    voice_model = v_new.voice_model
  where id = p_character.id
  returning * into v_new;
  if p_changes ?| array['system_prompt', 'prompt_override', 'restricted_topics'] then
    select * into v_prompt from private.character_prompt where character_id = v_new.id;
    v_prompt.restricted_topics := coalesce(v_prompt.restricted_topics, '{}');
    v_prompt := jsonb_populate_record(v_prompt, p_changes);
    insert into private.character_prompt
      (character_id, system_prompt, prompt_override, restricted_topics)
    values (v_new.id, v_prompt.system_prompt, v_prompt.prompt_override,
      v_prompt.restricted_topics)
    on conflict on constraint character_prompt_pkey do update
    set system_prompt = excluded.system_prompt, prompt_override = excluded.prompt_override,
      restricted_topics = excluded.restricted_topics;
  end if;
  return v_new;
end;
$function$;

COMMENT ON FUNCTION "private"."write_character"(public.characters, jsonb) IS 'Changes the named fields of a card and its prompt; what does not fit violates a check.';

REVOKE ALL ON FUNCTION "private"."write_character"(public.characters, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."write_character"(public.characters, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."write_character"(public.characters, jsonb) TO "postgres";
