-- answer_kinds: whether an answer is text, is to be heard, or comes with a picture of the gallery.
-- Callers: close_turn decides when an answer is complete; settle_turn and read_turn tell of it.
--
--   asked for   the kind
--   text        text, whatever the character does
--   audio       audio; needs the feature speech, or is refused when the turn begins
--   media       media, if a picture fits the question
--   nothing     by the character: audio where it speaks and the plan has speech; media, if a
--               picture fits and the last gallery_every - 1 answers had none; else text
--
-- The sound of an answer of kind audio is made and paid for when it is first asked for
-- (media/speak). A picture fits when its tags share words with the question, and is shown once in a
-- conversation. What is premium is offered to everybody: Storage gives its file to those who may
-- see it, and others have its caption and its blurhash.

create function private.fitting_picture(
  p_character public.characters, p_conversation_id uuid, p_question text)
returns private.gallery_item
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_query tsquery := private.any_word_of(p_character.language, p_question);
  v_item private.gallery_item;
begin
  select item.* into v_item
  from private.gallery_item as item
  join public.media_assets as asset on asset.id = item.asset_id
  cross join lateral (
    select private.words_of(p_character.language, array_to_string(item.tags, ' ')) as words
  ) as named
  where item.character_id = p_character.id and asset.state = 'ready' and named.words @@ v_query
    and not exists (
      select from public.message_attachments as shown
      join public.messages as message on message.id = shown.message_id
      where shown.asset_id = item.asset_id and message.conversation_id = p_conversation_id)
  order by ts_rank(named.words, v_query) desc, item.position, item.asset_id
  limit 1
  -- One that is being deleted is waited for, and then not there.
  for key share of asset;
  return v_item;
end;
$$;
comment on function private.fitting_picture is
  'The picture of a gallery whose tags share most words with a question, of those that were not in '
  'the conversation yet; null when none does.';

create function private.is_picture_due(p_turn public.turns, p_gallery_every integer)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  if p_gallery_every is null then
    return false;
  end if;
  return not exists (
    select from (
      select kind from public.messages
      where conversation_id = p_turn.conversation_id and role = 'assistant' and is_current
        and id <> p_turn.assistant_message_id
      order by ordinal desc limit p_gallery_every - 1
    ) as recent
    where kind = 'media');
end;
$$;
comment on function private.is_picture_due is
  'Whether none of the answers before a turn''s, as many as the character says, had a picture.';

create function private.decide_kind(p_turn public.turns)
returns text
language plpgsql
volatile
set search_path = ''
as $$
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
$$;
comment on function private.decide_kind is
  'The kind of an answer that is complete; one of kind media has its picture attached.';

create function private.answer_facts(p_message_id uuid)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'kind', kind, 'attachments', case kind when 'media' then private.attachment_list(id)
        else '[]' end)
    from public.messages where id = p_message_id);
end;
$$;
comment on function private.answer_facts is 'What an answer is beside its text.';
