-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.wants_summary (
  p_turn public.turns
)
  RETURNS boolean
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  v_character public.characters;
  v_after bigint := private.summarised_until(p_turn.conversation_id);
  v_tried bigint := (
    select tried_until from private.conversation_summary
    where conversation_id = p_turn.conversation_id);
begin
  select character.* into strict v_character
  from public.conversations as conversation
  join public.characters as character on character.id = conversation.character_id
  where conversation.id = p_turn.conversation_id;
  return v_character.context_messages > 0 and (
    select count(*) > v_character.context_messages
      or sum(tokens_estimate) > v_character.context_tokens
    from (
      select tokens_estimate from public.messages
      where conversation_id = p_turn.conversation_id and is_current and ordinal > v_after
      order by ordinal desc limit v_character.context_messages + 1
    ) as recent)
    and (v_tried is null or v_character.context_messages / 2 < (
      select count(*) from public.messages
      where conversation_id = p_turn.conversation_id and is_current and ordinal > v_tried));
end;
$function$;

COMMENT ON FUNCTION "private"."wants_summary"(public.turns) IS 'Whether the window of a conversation is full, and no model was asked in vain just now.';

REVOKE ALL ON FUNCTION "private"."wants_summary"(public.turns) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."wants_summary"(public.turns) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."wants_summary"(public.turns) TO "postgres";
