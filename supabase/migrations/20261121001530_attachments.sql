-- attachments: pictures and sound that are part of a message.
-- Callers: begin_turn and begin_edit attach; answer_kinds attaches pictures of galleries; whoever
-- puts together what a model is told; the owner of the conversation reads.
--
-- What is attached are assets of the sender: ready, so looked at, cleaned and moderated. The row
-- has what a client needs before the file is there; the file itself media/sign gives to all who
-- take part in the conversation, while they do.
--   asset deleted     the row stays as a gap: no asset_id, blurhash or caption
--   message forgotten the row goes, and the asset with its last message
--
-- A voice message says what was heard in it (transcript), unless it comes with words of its own, as
-- one that was corrected does.
-- Lock order: asset (key share) after messages. Dropping assets waits for nobody.

create table public.message_attachments (
  message_id uuid not null,
  position integer not null,
  conversation_id uuid not null,
  asset_id uuid,
  kind text not null,
  mime_type text not null,
  width integer,
  height integer,
  duration_ms integer,
  blurhash text,
  caption text,
  is_premium boolean not null default false,
  constraint message_attachments_pkey primary key (message_id, position),
  constraint message_attachments_message_id_asset_id_key unique (message_id, asset_id),
  constraint message_attachments_message_id_fkey
    foreign key (message_id) references public.messages (id) on delete cascade,
  constraint message_attachments_conversation_id_fkey
    foreign key (conversation_id) references public.conversations (id) on delete cascade,
  constraint message_attachments_asset_id_fkey
    foreign key (asset_id) references public.media_assets (id) on delete set null,
  constraint message_attachments_position_check check (position between 1 and 5),
  constraint message_attachments_kind_check check (kind in ('image', 'audio')),
  constraint message_attachments_mime_type_check check (char_length(mime_type) <= 40),
  constraint message_attachments_blurhash_check check (char_length(blurhash) <= 100),
  constraint message_attachments_caption_check check (char_length(caption) <= 500)
);
comment on table public.message_attachments is
  'A picture or a sound of a message; the function media/sign gives addresses of its asset.';
comment on column public.message_attachments.asset_id is 'Null when it was deleted.';
comment on column public.message_attachments.caption is 'Of a picture of a gallery.';

create index message_attachments_asset_id_idx on public.message_attachments (asset_id);
create index message_attachments_conversation_id_idx
  on public.message_attachments (conversation_id);

grant select on public.message_attachments to authenticated, service_role;

alter table public.message_attachments enable row level security;

create policy "People read what is attached to messages that they read"
  on public.message_attachments for select to authenticated
  using (exists (select from public.messages where id = message_id));

create function private.forget_attachment()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
begin
  new.blurhash := null;
  new.caption := null;
  return new;
end;
$$;
comment on function private.forget_attachment is
  'Of a deleted asset neither look nor caption is kept.';

create trigger message_attachments_forget before update of asset_id on public.message_attachments
  for each row when (new.asset_id is null) execute function private.forget_attachment();

create function private.drop_attached()
returns trigger
language plpgsql
volatile
security definer -- Definer because the Auth server, which deletes accounts, may not write here.
set search_path = ''
as $$
begin
  -- What is locked is being deleted already, or sent once more at this moment.
  delete from public.media_assets where id = (
    select id from public.media_assets
    where id = old.asset_id and purpose = 'message'
      and not exists (select from public.message_attachments where asset_id = old.asset_id)
      and not exists (select from public.message_speeches where asset_id = old.asset_id)
    for update skip locked);
  return null;
end;
$$;
comment on function private.drop_attached is
  'What was sent goes with the last message that has it.';

create trigger message_attachments_drop after delete on public.message_attachments
  for each row when (old.asset_id is not null) execute function private.drop_attached();

-- Attaching ---------------------------------------------------------------------------------------

create function private.attached_assets(p_message_id uuid)
returns uuid[]
language plpgsql
stable
set search_path = ''
as $$
begin
  return array(
    select asset_id from public.message_attachments
    where message_id = p_message_id and asset_id is not null order by position);
end;
$$;
comment on function private.attached_assets is 'The assets of a message that are still there.';

create function private.count_pictures(p_asset_ids uuid[])
returns bigint
language plpgsql
stable
set search_path = ''
as $$
begin
  if p_asset_ids = '{}' then
    return 0;
  end if;
  return (
    select count(*) from public.media_assets where id = any (p_asset_ids) and kind = 'image');
end;
$$;
comment on function private.count_pictures is 'How many of these assets are pictures.';

create function private.kind_of(p_asset_ids uuid[])
returns text
language plpgsql
stable
set search_path = ''
as $$
begin
  return case when p_asset_ids = '{}' then 'text' when exists (
    select from public.media_assets where id = any (p_asset_ids) and kind = 'audio')
    then 'audio' else 'media' end;
end;
$$;
comment on function private.kind_of is 'The kind of a message with these attachments.';

create function private.refuse_attachment(p_user_id uuid, p_asset_ids uuid[])
returns void
language plpgsql
stable
set search_path = ''
as $$
declare
  v_asset public.media_assets;
begin
  select * into v_asset from public.media_assets
  where id = any (p_asset_ids) and owner_id = p_user_id and purpose = 'message'
    and state in ('processing', 'refused')
  order by state desc limit 1;
  if v_asset.state = 'refused' then
    raise sqlstate 'PT422' using
      message = 'media_blocked', detail = jsonb_build_object('asset_id', v_asset.id)::text,
      hint = 'This picture goes against the rules here. It cannot be sent.';
  end if;
  if v_asset.state = 'processing' then
    raise sqlstate 'PT409' using
      message = 'media_not_ready', detail = jsonb_build_object('asset_id', v_asset.id)::text,
      hint = 'This is still being prepared. Send it in a moment.';
  end if;
  raise sqlstate 'PT404' using
    message = 'media_not_found',
    hint = 'There is no such picture or sound of yours to send.';
end;
$$;
comment on function private.refuse_attachment is
  'Says why these assets cannot be sent. PT404, the same for what is another''s; PT409, PT422.';

create function private.said_text(p_user_id uuid, p_text text, p_asset_ids uuid[])
returns text
language plpgsql
stable
set search_path = ''
as $$
declare
  v_heard text;
  v_unheard uuid;
begin
  if p_text <> '' or p_asset_ids = '{}' then
    return p_text;
  end if;
  select string_agg(asset.transcript, E'\n' order by given.position),
    (array_agg(asset.id) filter (where asset.transcript is null))[1]
  into v_heard, v_unheard
  from unnest(p_asset_ids) with ordinality as given (id, position)
  join public.media_assets as asset on asset.id = given.id
  where asset.owner_id = p_user_id and asset.kind = 'audio' and asset.state = 'ready';
  if v_unheard is not null then
    raise sqlstate 'PT409' using
      message = 'media_not_transcribed',
      detail = jsonb_build_object('asset_id', v_unheard)::text,
      hint = 'Have the voice message transcribed, then send it.';
  end if;
  return left(coalesce(v_heard, ''), 5000);
end;
$$;
comment on function private.said_text is
  'What a message says: its text, or what was heard in its sound. PT409 for sound that was not '
  'transcribed and has no text with it.';

create function private.attach(
  p_user_id uuid, p_conversation_id uuid, p_message_id uuid, p_asset_ids uuid[])
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_attached integer;
begin
  if p_asset_ids = '{}' then
    return;
  end if;
  -- One that is being deleted is waited for, and then not there.
  perform from public.media_assets where id = any (p_asset_ids) order by id for key share;
  insert into public.message_attachments (message_id, position, conversation_id, asset_id, kind,
    mime_type, width, height, duration_ms, blurhash)
  select p_message_id, given.position, p_conversation_id, asset.id, asset.kind, asset.mime_type,
    asset.width, asset.height, asset.duration_ms, asset.blurhash
  from unnest(p_asset_ids) with ordinality as given (id, position)
  join public.media_assets as asset on asset.id = given.id
  where asset.owner_id = p_user_id and asset.purpose = 'message' and asset.state = 'ready';
  get diagnostics v_attached = row_count;
  if v_attached < cardinality(p_asset_ids) then
    perform private.refuse_attachment(p_user_id, p_asset_ids);
  end if;
end;
$$;
comment on function private.attach is
  'Attaches a person''s own assets to a message of theirs. PT404, PT409, PT422.';

create function private.payload_fingerprint(
  p_conversation_id uuid, p_text text, p_attachments uuid[])
returns text
language plpgsql
immutable
set search_path = ''
as $$
begin
  return encode(sha256(convert_to(
    p_conversation_id || p_attachments::text || p_text, 'UTF8')), 'hex');
end;
$$;
comment on function private.payload_fingerprint is
  'SHA-256 of what a message says and where, by which a repeat is told from another message.';

create function private.attachment_list(p_message_id uuid)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object(
      'kind', kind, 'mime_type', mime_type, 'asset_id', asset_id, 'width', width,
      'height', height, 'duration_ms', duration_ms, 'blurhash', blurhash, 'caption', caption,
      'is_premium', is_premium) order by position), '[]')
    from public.message_attachments where message_id = p_message_id);
end;
$$;
comment on function private.attachment_list is 'What is attached to a message: no address.';
grant execute on function private.attachment_list to authenticated;
