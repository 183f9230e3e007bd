-- media_verbs: how an upload becomes an asset, and how assets go.
-- Callers: the media function (service role). States: the media_assets migration.
-- Lock order: profile (key share), character (key share), assets (by id), upload.

create function private.require_gallery_maker(p_user_id uuid, p_character_id uuid)
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_is_admin boolean := (select role = 'admin' from public.profiles where id = p_user_id);
  v_character public.characters;
begin
  select * into v_character from public.characters
  where id = p_character_id and (v_is_admin or owner_id = p_user_id)
  for key share;
  if not found then
    raise sqlstate 'PT404' using
      message = 'character_not_found', hint = 'There is no such character.';
  end if;
  if not v_is_admin and v_character.published_at is not null then
    raise sqlstate 'PT403' using
      message = 'admin_required', hint = 'What was published only admins change.';
  end if;
end;
$$;
comment on function private.require_gallery_maker is
  'Refuses whoever may not change the gallery of a character. PT403, PT404.';

create function public.open_upload(p_user_id uuid, p_upload_id uuid)
returns jsonb
language plpgsql
volatile
security definer -- Definer because the service role holds no rights on uploads.
set search_path = ''
as $$
declare
  v_profile public.profiles := private.require_active_profile(p_user_id);
  v_asset public.media_assets;
begin
  select * into v_asset from public.media_assets
  where id = p_upload_id and owner_id = p_user_id;
  if found then
    return jsonb_build_object('asset', to_jsonb(v_asset), 'path', null);
  end if;
  perform from private.media_upload where id = p_upload_id and user_id = p_user_id;
  if not found then
    raise sqlstate 'PT404' using
      message = 'upload_not_found', hint = 'There is no such upload. Ask for another address.';
  end if;
  return jsonb_build_object('asset', null, 'path', p_user_id || '/' || p_upload_id);
end;
$$;
comment on function public.open_upload is
  'Where an upload is, or the asset that it has become. PT401, PT403, PT404.';
revoke execute on function public.open_upload from public, anon, authenticated;
grant execute on function public.open_upload to service_role;

create function public.keep_upload(p_user_id uuid, p_upload_id uuid, p_file jsonb)
returns jsonb
language plpgsql
volatile
security definer -- Definer because the service role holds no rights on what media is kept in.
set search_path = ''
as $$
declare
  v_file public.media_assets := jsonb_populate_record(null::public.media_assets, p_file);
  v_asset public.media_assets;
begin
  perform private.require_active_profile(p_user_id);
  if v_file.purpose = 'gallery' then
    perform private.require_gallery_maker(p_user_id, v_file.character_id);
  end if;
  insert into public.media_assets (id, owner_id, character_id, purpose, kind, mime_type,
    size_bytes, width, height, duration_ms, content_hash, original, peaks)
  values (p_upload_id, p_user_id, v_file.character_id, v_file.purpose, v_file.kind,
    v_file.mime_type, v_file.size_bytes, v_file.width, v_file.height, v_file.duration_ms,
    v_file.content_hash, v_file.original, v_file.peaks)
  on conflict do nothing
  returning * into v_asset;
  if found then
    return jsonb_build_object('asset', to_jsonb(v_asset), 'is_repeat', false,
      'moderation', private.provider_moderation());
  end if;
  -- Its twin of the same moment, or the same bytes under another upload, which is not needed.
  select * into v_asset from public.media_assets
  where owner_id = p_user_id and not is_speech and (id = p_upload_id
    or (content_hash, purpose) = (v_file.content_hash, v_file.purpose)
      and character_id is not distinct from v_file.character_id
      and state in ('processing', 'ready'))
  order by id = p_upload_id desc limit 1;
  if not found then
    perform private.changed_meanwhile('asset');
  end if;
  if v_asset.id <> p_upload_id then
    delete from private.media_upload where id = p_upload_id;
  end if;
  return jsonb_build_object('asset', to_jsonb(v_asset), 'is_repeat', true);
end;
$$;
comment on function public.keep_upload is
  'Makes an upload, whose content is known by now, an asset that is processed; the caller does it '
  'unless it is a repeat. PT401, PT403, PT404.';
revoke execute on function public.keep_upload from public, anon, authenticated;
grant execute on function public.keep_upload to service_role;

create function public.resume_media(p_asset_id uuid)
returns jsonb
language plpgsql
volatile
security definer -- Definer because the service role holds no rights on what media is kept in.
set search_path = ''
as $$
declare
  v_asset public.media_assets;
begin
  update public.media_assets
  set state = case attempts when 3 then 'failed' else state end,
    error_code = case attempts when 3 then 'media_not_made' end,
    attempts = least(3, attempts + 1), claimed_at = now()
  where id = p_asset_id and state = 'processing' and claimed_at < now() - interval '1 minute'
  returning * into v_asset;
  if not found or v_asset.state = 'failed' then
    return null;
  end if;
  return jsonb_build_object('asset', to_jsonb(v_asset),
    'path', v_asset.owner_id || '/' || v_asset.id, 'moderation', private.provider_moderation());
end;
$$;
comment on function public.resume_media is
  'Hands out an asset whose worker was lost, to be processed again; null when there is nothing to '
  'do. The fourth time it has failed.';
revoke execute on function public.resume_media from public, anon, authenticated;
grant execute on function public.resume_media to service_role;

create function public.resume_lost_media()
returns jsonb
language plpgsql
volatile
security definer -- Definer because the service role holds no rights on what media is kept in.
set search_path = ''
as $$
declare
  v_id uuid;
  v_task jsonb;
begin
  -- What failed for good on the way is no task: the next one may be.
  while v_task is null loop
    select id into v_id from public.media_assets
    where state = 'processing' and claimed_at < now() - interval '1 minute'
    order by claimed_at limit 1
    for no key update skip locked;
    exit when not found;
    v_task := public.resume_media(v_id);
  end loop;
  return v_task;
end;
$$;
comment on function public.resume_lost_media is
  'The asset whose worker was lost the longest ago, handed out as by resume_media; null if none.';
revoke execute on function public.resume_lost_media from public, anon, authenticated;
grant execute on function public.resume_lost_media to service_role;

create function private.wake_media_if_due()
returns boolean
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_is_due boolean := exists (
      select from private.leftover where taken_at < now() - interval '1 minute')
    or exists (
      select from public.media_assets
      where state = 'processing' and claimed_at < now() - interval '1 minute');
  v_url text;
  v_secret text;
begin
  select decrypted_secret into v_url from vault.decrypted_secrets where name = 'worker_url';
  select decrypted_secret into v_secret from vault.decrypted_secrets
  where name = 'worker_secret';
  if not v_is_due or v_url is null or v_secret is null then
    return false;
  end if;
  perform net.http_post(
    -- Beside the worker: pictures take more memory than what is done about money should share.
    regexp_replace(v_url, '/worker$', '/media/work'), headers => jsonb_build_object(
      'Content-Type', 'application/json', 'Authorization', 'Bearer ' || v_secret),
    timeout_milliseconds => 30000);
  return true;
end;
$$;
comment on function private.wake_media_if_due is
  'Asks the media function to do what nobody came back for; false when there is nothing, or nobody '
  'has said where it is.';

select cron.schedule('wake_media', '* * * * *', 'select private.wake_media_if_due()');

create function public.finish_media(p_asset_id uuid, p_result jsonb)
returns void
language plpgsql
volatile
security definer -- Definer because the service role holds no rights on what media is kept in.
set search_path = ''
as $$
declare
  v_result public.media_assets := jsonb_populate_record(null::public.media_assets, p_result);
  v_decision private.moderation_decision :=
    jsonb_populate_record(null::private.moderation_decision, p_result -> 'verdict');
begin
  update public.media_assets
  set state = v_result.state, error_code = v_result.error_code, blurhash = v_result.blurhash,
    variants = coalesce(v_result.variants, '{}')
  where id = p_asset_id and state = 'processing'
  returning owner_id, id, attempts into v_decision.user_id, v_decision.subject_id,
    v_decision.attempt;
  if not found then
    -- It was deleted or refused meanwhile: what was stored for it goes as well.
    perform private.leave_files(p_result ->> 'bucket', p_result ->> 'folder')
    where not exists (select from public.media_assets where id = p_asset_id and state = 'ready');
    return;
  end if;
  delete from private.media_upload where id = p_asset_id;
  if v_decision.action is not null then
    v_decision.direction := 'input';
    v_decision.source := 'provider';
    perform private.record_decision(v_decision);
  end if;
end;
$$;
comment on function public.finish_media is
  'How the processing of an asset ended: state, variants, blurhash, error_code, and the verdict of '
  'moderation. A repeat changes nothing.';
revoke execute on function public.finish_media from public, anon, authenticated;
grant execute on function public.finish_media to service_role;

create function public.delete_media(p_user_id uuid, p_ids uuid[])
returns uuid[]
language plpgsql
volatile
security definer -- Definer because the service role holds no rights on what media is kept in.
set search_path = ''
as $$
declare
  v_is_admin boolean := (private.require_active_profile(p_user_id)).role = 'admin';
  v_deleted uuid[];
begin
  if not v_is_admin and exists (
    select from public.media_assets as asset
    join public.characters as character on character.id = asset.character_id
    where asset.id = any (p_ids) and asset.owner_id = p_user_id
      and character.published_at is not null) then
    raise sqlstate 'PT403' using
      message = 'admin_required', hint = 'What was published only admins change.';
  end if;
  -- In the order in which messages lock what is sent with them.
  perform from public.media_assets
  where id = any (p_ids) and (owner_id = p_user_id or v_is_admin)
  order by id for update;
  with deleted as (
    delete from public.media_assets
    where id = any (p_ids) and (owner_id = p_user_id or v_is_admin)
    returning id
  ), upload as (
    delete from private.media_upload where id = any (p_ids) and user_id = p_user_id
  )
  select coalesce(array_agg(id), '{}') into v_deleted from deleted;
  return v_deleted;
end;
$$;
comment on function public.delete_media is
  'Deletes assets of a person, for admins of anybody, and leaves their files for removal; returns '
  'which there were. Of galleries of published characters only for admins. PT401, PT403.';
revoke execute on function public.delete_media from public, anon, authenticated;
grant execute on function public.delete_media to service_role;
