-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.bound_input_tokens (
  p_character       public.characters,
  p_conversation_id uuid,
  p_text            text,
  p_pictures        bigint
)
  RETURNS integer
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  v_is_shared boolean := exists (
    select from public.conversations where id = p_conversation_id and is_shared);
begin
  -- Three bytes a token and eight tokens a message: more than the tokenizers in use make of prose.
  -- A hold that is a little too large is given back; one too small is lost.
  return (
    select ceil((coalesce(sum(private.token_bytes(case when v_is_shared
          then private.said_by(earlier, private.as_told(earlier))
          else private.as_told(earlier) end)), 0) + private.token_bytes(p_text)
      -- The name of who asks.
      + case when v_is_shared then 250 else 0 end
      + private.token_bytes(private.with_summary(
        private.system_prompt(p_character, p_text), p_conversation_id))) / 3.0)
      + 8 * (count(*) + 2)
      + private.image_tokens(p_character.model) * (p_pictures + least(p_character.context_images,
        (select count(*) from public.message_attachments
          where message_id = any (array_agg(earlier.id)) and kind = 'image')))
    from public.messages as earlier
    where id = any (private.context_window(p_conversation_id, p_character)));
end;
$function$;

COMMENT ON FUNCTION "private"."bound_input_tokens"(public.characters, uuid, text, bigint) IS 'A bound of the tokens that a model is asked: prompt, earlier messages and the new one, with their pictures.';

REVOKE ALL ON FUNCTION "private"."bound_input_tokens"(public.characters, uuid, text, bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."bound_input_tokens"(public.characters, uuid, text, bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."bound_input_tokens"(public.characters, uuid, text, bigint) TO "postgres";
