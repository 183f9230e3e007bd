-- voices: voice messages in words, and what they have in common with answers read aloud.
-- Callers: the media function (service role).
--
-- Both are paid actions (transcription by the second; speech by the character, which needs the
-- feature of that name). What was made once is given again and not paid again; what failed may be
-- asked for again. The action's key is what is asked for and how often that was done before. While
-- all who could make it are left alone, because they fail too often, nothing is begun; what was
-- made is given.
-- Of WAV and MP3 the seconds are counted in what is played. Others say themselves how long they
-- are, and may lie: held is what so many bytes can be, charged what the provider has heard.
-- Lock order: profile (key share), action, wallet, limits, accounts and hold; then the asset; last
-- the breaker of the provider.

create function private.next_action_key(p_user_id uuid, p_action text, p_subject text)
returns text
language sql
stable
set search_path = ''
as $$
  with recursive attempt (nr) as (
    select 0
    union all
    select nr + 1 from attempt where exists (
      select from public.actions
      where user_id = p_user_id and client_key = format('%s:%s:%s', p_action, p_subject, nr)
        and state <> 'running')
  )
  select format('%s:%s:%s', p_action, p_subject, max(nr)) from attempt;
$$;
comment on function private.next_action_key is
  'The key of an action for a subject: that of the one that runs, else a new one.';

create function private.begin_sound(
  p_user_id uuid, p_action text, p_key text, p_units bigint, p_model text, p_ip inet,
  p_providers text[])
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_action jsonb := public.begin_action(p_user_id, p_action, p_key, p_units, p_model, p_ip);
begin
  return v_action || jsonb_build_object('providers', case
    when (v_action ->> 'is_repeat')::boolean then '{}'
    else private.require_working_providers(p_providers) end);
end;
$$;
comment on function private.begin_sound is
  'Starts an action on sound, with the providers that may be asked, or returns the one that its '
  'key started; none while all are left alone. PT402, PT403, PT404, PT429, PT503.';

create function public.begin_transcription(
  p_user_id uuid, p_asset_id uuid, p_model text, p_ip inet default null,
  p_providers text[] default '{openai}')
returns jsonb
language plpgsql
volatile
security definer -- Definer because the service role holds no rights on what media is kept in.
set search_path = ''
as $$
declare
  v_asset public.media_assets;
  v_seconds bigint;
  -- Before the sound is looked at: whoever ends in between has left the words there.
  v_key text := private.next_action_key(p_user_id, 'transcription', p_asset_id::text);
begin
  perform private.require_active_profile(p_user_id);
  select * into v_asset from public.media_assets
  where id = p_asset_id and owner_id = p_user_id and kind = 'audio' and state = 'ready';
  if not found then
    raise sqlstate 'PT404' using
      message = 'media_not_found', hint = 'There is no such sound.';
  end if;
  v_seconds := ceil(v_asset.duration_ms / 1000.0);
  if v_asset.mime_type not in ('audio/wav', 'audio/mpeg') then
    -- 6 kbit/s, the least that speech is recorded at.
    v_seconds := greatest(v_seconds, v_asset.size_bytes / 750);
  end if;
  return jsonb_build_object('asset', to_jsonb(v_asset), 'action', case
    when v_asset.transcript is null then private.begin_sound(
      p_user_id, 'transcription', v_key, greatest(1, v_seconds), p_model, p_ip,
      p_providers) end);
end;
$$;
comment on function public.begin_transcription is
  'A sound of a person with its transcript, or the action that makes it. PT401, PT402, PT403, '
  'PT404, PT429, PT503.';
revoke execute on function public.begin_transcription from public, anon, authenticated;
grant execute on function public.begin_transcription to service_role;

create function public.settle_transcription(
  p_action_id uuid, p_asset_id uuid, p_text text, p_usage jsonb, p_seconds bigint default null)
returns text
language plpgsql
volatile
security definer -- Definer because the service role holds no rights on what media is kept in.
set search_path = ''
as $$
declare
  v_action public.actions := private.lock_action(p_action_id);
  v_is_made boolean;
begin
  perform private.lock_wallets(array[v_action.user_id]);
  -- A worker that was thought lost comes back: another has made it meanwhile, and that was paid.
  v_is_made := exists (
    select from public.media_assets where id = p_asset_id and transcript is not null);
  perform public.settle_action(p_action_id, not v_is_made,
    greatest(1, coalesce(p_seconds, v_action.units_estimate)), null, p_usage - 'attempts');
  update public.media_assets set transcript = left(p_text, 20000)
  where id = p_asset_id and transcript is null;
  if v_action.state = 'running' then
    perform private.note_attempts(coalesce(p_usage -> 'attempts', '[]'), v_action.started_at);
  end if;
  return coalesce((select transcript from public.media_assets where id = p_asset_id), p_text);
end;
$$;
comment on function public.settle_transcription is
  'Ends a transcription that was made, of so many seconds where the provider has said how many, '
  'and keeps it; returns the words that are kept. PT404.';
revoke execute on function public.settle_transcription from public, anon, authenticated;
grant execute on function public.settle_transcription to service_role;
