-- seen_pictures: which pictures a model is shown, what it is told of others, what they may cost.
-- Callers: quote_turn, asked_messages and claim_chain; summaries and exports, which tell of them.
--
-- A model sees the pictures of the question, and the newest context_images of those that its person
-- sent before, in their small size. Of all others, and where it cannot see, it is told that they
-- are there. To a model that cannot see no picture is sent: that is refused.

create function private.image_tokens(p_model text)
returns integer
language plpgsql
stable
set search_path = ''
as $$
begin
  return coalesce((
    select image_tokens from public.models
    where id = p_model and 'vision' = any (capabilities)), 0);
end;
$$;
comment on function private.image_tokens is
  'The most that a picture costs a model, in tokens; 0 for a model that cannot see.';

create function private.require_sight(p_character public.characters)
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
  if private.image_tokens(p_character.model) = 0 then
    raise sqlstate 'PT422' using
      message = 'model_cannot_see',
      detail = jsonb_build_object(
        'character', p_character.slug, 'model', p_character.model)::text,
      hint = format('%s cannot see pictures.', p_character.name);
  end if;
end;
$$;
comment on function private.require_sight is
  'Refuses pictures for a character whose model cannot see, or is not known. PT422.';

create function private.as_told(p_message public.messages)
returns text
language plpgsql
stable
set search_path = ''
as $$
begin
  if p_message.kind = 'text' or p_message.role = 'assistant' then
    return p_message.content;
  end if;
  return (
    select concat_ws(E'\n', nullif(p_message.content, ''), case count(*)
      when 0 then case p_message.content when '' then '[A voice message without words.]' end
      when 1 then '[A picture was sent here.]'
      else format('[%s pictures were sent here.]', count(*)) end)
    from public.message_attachments where message_id = p_message.id and kind = 'image');
end;
$$;
comment on function private.as_told is
  'What a message says to who does not see its pictures: its text, and that they are there. An '
  'answer is its text: a model that reads such notes in its own words writes them, too.';
grant execute on function private.as_told to authenticated;

create function private.seen_pictures(p_question_id uuid, p_message_ids uuid[], p_most integer)
returns table (message_id uuid, pictures jsonb)
language plpgsql
stable
set search_path = ''
as $$
begin
  if p_message_ids = '{}' then
    return;
  end if;
  return query
    select seen.message_id,
      jsonb_agg(jsonb_build_object('bucket', seen.bucket, 'path', seen.folder || '/small.webp')
        order by seen.position)
    from (
      select attachment.message_id, attachment.position, asset.bucket, asset.folder,
        attachment.message_id = p_question_id as is_asked,
        row_number() over (
          partition by attachment.message_id = p_question_id
          order by message.ordinal desc, attachment.position) as nr
      from public.message_attachments as attachment
      join public.messages as message on message.id = attachment.message_id
      join public.media_assets as asset on asset.id = attachment.asset_id
      where attachment.message_id = any (p_message_ids)
        and attachment.kind = 'image' and message.role = 'user'
    ) as seen
    where seen.is_asked or seen.nr <= p_most
    group by seen.message_id;
end;
$$;
comment on function private.seen_pictures is
  'The files of the pictures in these messages that a model is shown: all of the question, and the '
  'newest of those that were sent before.';
