-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.decide_kind (
  p_turn public.turns
)
  RETURNS text
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_character public.characters;
  v_item private.gallery_item;
begin
  select character.* into strict v_character
  from public.conversations as conversation
  join public.characters as character on character.id = conversation.character_id
  where conversation.id = p_turn.conversation_id;
  if p_turn.answer_kind = 'audio' or p_turn.answer_kind is null
    and v_character.answer_kind = 'audio'
    and exists (
      select from public.plans where slug = p_turn.plan and 'speech' = any (features))
  then
    return 'audio';
  end if;
  if p_turn.answer_kind = 'media' or p_turn.answer_kind is null
    and private.is_picture_due(p_turn, v_character.gallery_every)
  then
    v_item := private.fitting_picture(v_character, p_turn.conversation_id,
      (select content from public.messages where id = p_turn.user_message_id));
  end if;
  if v_item.asset_id is null then
    return 'text';
  end if;
  insert into public.message_attachments (message_id, position, conversation_id, asset_id, kind,
    mime_type, width, height, blurhash, caption, is_premium)
  select p_turn.assistant_message_id, 1, p_turn.conversation_id, id, kind, mime_type, width, height,
    blurhash, v_item.caption, v_item.is_premium
  from public.media_assets where id = v_item.asset_id;
  return 'media';
end;
$function$;

COMMENT ON FUNCTION "private"."decide_kind"(public.turns) IS 'The kind of an answer that is complete; one of kind media has its picture attached.';

REVOKE ALL ON FUNCTION "private"."decide_kind"(public.turns) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."decide_kind"(public.turns) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."decide_kind"(public.turns) TO "postgres";
