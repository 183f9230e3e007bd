-- speeches: answers read aloud.
-- Callers: the media function (service role); people read which of theirs were. What is paid, and
-- when nothing is begun: the voices migration.
-- Lock order: as of voices. A sound that is kept locks its answer (share) before accounts and hold:
-- whoever waits for a finished answer to purge or delete it holds neither.

create table public.message_speeches (
  message_id uuid not null,
  asset_id uuid not null,
  created_at timestamptz not null default now(),
  constraint message_speeches_pkey primary key (message_id),
  constraint message_speeches_message_id_fkey
    foreign key (message_id) references public.messages (id) on delete cascade,
  constraint message_speeches_asset_id_fkey
    foreign key (asset_id) references public.media_assets (id) on delete cascade
);
comment on table public.message_speeches is 'An answer and the sound of it.';

create index message_speeches_asset_id_idx on public.message_speeches (asset_id);

grant select on public.message_speeches to authenticated, service_role;

alter table public.message_speeches enable row level security;

create policy "People read which of their answers were read aloud"
  on public.message_speeches for select to authenticated
  using (asset_id in (
    select id from public.media_assets where owner_id = (select auth.uid())
  ));

create function private.drop_speech()
returns trigger
language plpgsql
volatile
security definer -- Definer because the Auth server, which deletes accounts, may not write here.
set search_path = ''
as $$
begin
  -- The same words, said twice, are one sound; so is what its person has sent on. What is locked is
  -- being deleted already, or sent at this moment.
  delete from public.media_assets where id = (
    select id from public.media_assets where id = old.asset_id and is_speech
      and not exists (select from public.message_speeches where asset_id = old.asset_id)
      and not exists (select from public.message_attachments where asset_id = old.asset_id)
    for update skip locked);
  return null;
end;
$$;
comment on function private.drop_speech is 'The sound of an answer goes with it.';

create trigger message_speeches_drop after delete on public.message_speeches
  for each row execute function private.drop_speech();

create function private.drop_speech_of_purged()
returns trigger
language plpgsql
volatile
security definer -- Definer because who purges messages may not write here.
set search_path = ''
as $$
begin
  delete from public.message_speeches where message_id = new.id;
  return null;
end;
$$;
comment on function private.drop_speech_of_purged is
  'Of an answer whose words are gone for good the sound goes as well.';

create trigger messages_drop_speech after update of content on public.messages
  for each row when (new.deleted_at is not null and new.content = '')
  execute function private.drop_speech_of_purged();

create function public.begin_speech(
  p_user_id uuid, p_message_id uuid, p_model text, p_ip inet default null)
returns jsonb
language plpgsql
volatile
security definer -- Definer because the service role holds no rights on what media is kept in.
set search_path = ''
as $$
declare
  -- The most that the provider reads at once.
  v_most integer := 4096;
  v_text text;
  v_asset public.media_assets;
  v_asset_id uuid := gen_random_uuid();
  v_folder text := format('user-content/%s/%s', p_user_id, v_asset_id);
  v_key text;
  v_action jsonb;
begin
  perform private.require_active_profile(p_user_id);
  select left(content, v_most) into v_text
  from public.messages as message
  join public.conversations as conversation on conversation.id = message.conversation_id
  where message.id = p_message_id and conversation.user_id = p_user_id
    and conversation.deleted_at is null and message.deleted_at is null
    and role = 'assistant' and state in ('complete', 'stopped', 'interrupted') and content ~ '\S';
  if not found then
    raise sqlstate 'PT404' using
      message = 'message_not_found', hint = 'There is no such answer to read aloud.';
  end if;
  -- Before it is looked whether there is a sound: whoever ends in between has left it there. Of
  -- other words, as an answer may grow, it is another action.
  v_key := private.next_action_key(
    p_user_id, 'speech', format('%s:%s', p_message_id, left(md5(v_text), 12)));
  select asset.* into v_asset from public.message_speeches as speech
  join public.media_assets as asset on asset.id = speech.asset_id
  where speech.message_id = p_message_id;
  if found then
    return jsonb_build_object('asset', to_jsonb(v_asset), 'action', null);
  end if;
  v_action := private.begin_sound(
    p_user_id, 'speech', v_key, char_length(v_text), p_model, p_ip, '{openai}');
  if not (v_action ->> 'is_repeat')::boolean then
    -- Its file comes before its row: unless the row follows, the file is a leftover.
    insert into private.leftover (bucket, folder, taken_at)
    values ('media', v_folder, now() + interval '10 minutes');
  end if;
  return jsonb_build_object('asset', null, 'action', v_action, 'text', v_text,
    'asset_id', v_asset_id, 'folder', v_folder);
end;
$$;
comment on function public.begin_speech is
  'The sound of an answer, or the action that makes it, with the text and where its file goes. '
  'PT401, PT402, PT403, PT404, PT429, PT503.';
revoke execute on function public.begin_speech from public, anon, authenticated;
grant execute on function public.begin_speech to service_role;

create function public.settle_speech(
  p_action_id uuid, p_message_id uuid, p_asset_id uuid, p_file jsonb, p_usage jsonb)
returns jsonb
language plpgsql
volatile
security definer -- Definer because the service role holds no rights on what media is kept in.
set search_path = ''
as $$
declare
  v_action public.actions := private.lock_action(p_action_id);
  v_asset public.media_assets;
  v_is_kept boolean;
begin
  perform private.lock_wallets(array[v_action.user_id]);
  select asset.* into v_asset from public.message_speeches as speech
  join public.media_assets as asset on asset.id = speech.asset_id
  where speech.message_id = p_message_id;
  if not found then
    -- Of what comes too late the message, its words or the file may be gone; who purges the words
    -- waits until the sound can go with them.
    perform from public.messages
    where id = p_message_id and deleted_at is null and content ~ '\S'
    for share;
    v_is_kept := found and exists (
        select from private.leftover where bucket = 'media' and taken_at > now()
          and folder = format('user-content/%s/%s', v_action.user_id, p_asset_id));
  end if;
  perform public.settle_action(p_action_id, coalesce(v_is_kept, false), v_action.units_estimate,
    case when not v_is_kept then 'media_not_made' end, p_usage - 'attempts');
  if v_is_kept then
    v_asset := private.keep_speech(v_action.user_id, p_message_id, p_asset_id, p_file);
  end if;
  if v_action.state = 'running' then
    perform private.note_attempts(coalesce(p_usage -> 'attempts', '[]'), v_action.started_at);
  end if;
  return case when v_asset.id is not null then to_jsonb(v_asset) end;
end;
$$;
comment on function public.settle_speech is
  'Ends a speech whose file is stored, and keeps it; returns the asset, or null, and charges '
  'nothing, when it came too late. PT404.';
revoke execute on function public.settle_speech from public, anon, authenticated;
grant execute on function public.settle_speech to service_role;

create function private.keep_speech(
  p_user_id uuid, p_message_id uuid, p_asset_id uuid, p_file jsonb)
returns public.media_assets
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_file public.media_assets := jsonb_populate_record(null::public.media_assets, p_file);
  v_asset public.media_assets;
begin
  insert into public.media_assets (id, owner_id, purpose, kind, mime_type, size_bytes, duration_ms,
    content_hash, original, peaks, is_speech, state)
  values (p_asset_id, p_user_id, 'message', 'audio', v_file.mime_type, v_file.size_bytes,
    v_file.duration_ms, v_file.content_hash, v_file.original, v_file.peaks, true, 'ready')
  on conflict do nothing
  returning * into v_asset;
  if found then
    delete from private.leftover where bucket = v_asset.bucket and folder = v_asset.folder;
  else
    -- The same words were read before: their sound is there, and this file goes.
    select * into v_asset from public.media_assets
    where owner_id = p_user_id and content_hash = v_file.content_hash and is_speech
      and state in ('processing', 'ready');
    if not found then
      perform private.changed_meanwhile('asset');
    end if;
  end if;
  insert into public.message_speeches (message_id, asset_id) values (p_message_id, v_asset.id);
  return v_asset;
end;
$$;
comment on function private.keep_speech is
  'Keeps the sound of an answer, whose file is stored; returns the asset.';
