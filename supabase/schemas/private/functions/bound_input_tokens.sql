-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.bound_input_tokens (
  p_character       public.characters,
  p_conversation_id uuid,
  p_text            text
)
  RETURNS integer
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  -- Three bytes a token and eight tokens a message: more than the tokenizers in use make of prose
  -- in any script. A hold that is a little too large is given back; one too small is lost.
  return (
    select ceil((coalesce(sum(octet_length(content)), 0) + octet_length(p_text)
      + octet_length(private.with_summary(
        private.system_prompt(p_character, p_text), p_conversation_id))) / 3.0)
      + 8 * (count(*) + 2)
    from private.context_window(p_conversation_id, p_character));
end;
$function$;

COMMENT ON FUNCTION "private"."bound_input_tokens"(public.characters, uuid, text) IS 'A bound of the tokens that a model is asked: prompt, earlier messages and the new one.';

REVOKE ALL ON FUNCTION "private"."bound_input_tokens"(public.characters, uuid, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."bound_input_tokens"(public.characters, uuid, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."bound_input_tokens"(public.characters, uuid, text) TO "postgres";
