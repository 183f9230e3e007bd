-- galleries: pictures of characters, some of them for premium members only.
-- Callers: whoever may read a character reads its gallery by read_gallery and counts what they saw
-- by view_gallery_item; admins, and owners of characters that were never published, change it.
--
-- What is premium is open to plans with the feature premium_galleries, to the character's owner and
-- to admins. To others an item is its caption, its tags and its blurhash. Only admins set what is
-- premium. Storage gives nobody a file of a gallery, or an address of it: who signed one for years
-- would keep what becomes premium. The media function signs, for an hour, what media_files finds.
-- A view is counted once per viewer and day.
-- Lock order: profile (key share), character (key share), asset, item.

create table private.gallery_item (
  asset_id uuid not null,
  character_id uuid not null,
  caption text,
  tags text[] not null default '{}',
  position integer not null default 0,
  is_premium boolean not null default false,
  view_count bigint not null default 0,
  created_at timestamptz not null default now(),
  constraint gallery_item_pkey primary key (asset_id),
  constraint gallery_item_asset_id_fkey
    foreign key (asset_id) references public.media_assets (id) on delete cascade,
  constraint gallery_item_character_id_fkey
    foreign key (character_id) references public.characters (id) on delete cascade,
  constraint gallery_item_caption_check check (char_length(caption) <= 500 and caption ~ '\S'),
  constraint gallery_item_tags_check check (
    cardinality(tags) <= 20 and char_length(array_to_string(tags, '')) <= 600
    and array_position(tags, null) is null),
  constraint gallery_item_position_check check (position between 0 and 100000),
  constraint gallery_item_view_count_check check (view_count >= 0)
);
comment on table private.gallery_item is
  'A picture in the gallery of a character; it is shown when its asset is ready.';

create table private.gallery_view (
  asset_id uuid not null,
  viewer_id uuid not null,
  viewed_on date not null,
  constraint gallery_view_pkey primary key (asset_id, viewer_id, viewed_on),
  constraint gallery_view_asset_id_fkey
    foreign key (asset_id) references private.gallery_item (asset_id) on delete cascade,
  constraint gallery_view_viewer_id_fkey
    foreign key (viewer_id) references public.profiles (id) on delete cascade
);
comment on table private.gallery_view is 'Who saw an item on a day of UTC.';

create index gallery_item_character_id_position_idx
  on private.gallery_item (character_id, position, asset_id);
create index gallery_view_viewer_id_idx on private.gallery_view (viewer_id);
create index gallery_view_viewed_on_idx on private.gallery_view (viewed_on);

alter table private.gallery_item enable row level security;
alter table private.gallery_view enable row level security;

-- Reading -----------------------------------------------------------------------------------------

create function private.has_premium_galleries()
returns boolean
language sql
stable
set search_path = ''
as $$
  select private.is_active() and coalesce(
    'premium_galleries' = any ((private.current_plan(auth.uid())).features), false);
$$;
comment on function private.has_premium_galleries is
  'Whether what is premium is open to the caller, whosever it is.';

create function private.sees_premium_gallery(p_owner_id uuid)
returns boolean
language sql
stable
set search_path = ''
as $$
  select private.is_admin() or coalesce(p_owner_id = auth.uid(), false)
    or private.has_premium_galleries();
$$;
comment on function private.sees_premium_gallery is
  'Whether the caller sees what is premium of a character of that owner.';

create function private.require_readable_character(p_character text)
returns public.characters
language plpgsql
stable
set search_path = ''
as $$
declare
  v_character public.characters;
begin
  select * into v_character from public.characters
  where (slug = p_character or id = private.as_uuid(p_character))
    and (status = 'published' or owner_id = auth.uid() or private.is_admin());
  if not found then
    raise sqlstate 'PT404' using
      message = 'character_not_found', hint = 'There is no such character.';
  end if;
  return v_character;
end;
$$;
comment on function private.require_readable_character is
  'The character of that slug or id whose card the caller may read. PT404.';

create function public.read_gallery(
  p_character text, p_after_position integer default null, p_after_id uuid default null,
  p_limit integer default 50)
returns jsonb
language plpgsql
stable
security definer -- Definer because people have no rights on what galleries are kept in.
set search_path = ''
as $$
declare
  v_character public.characters := private.require_readable_character(p_character);
  v_sees_all boolean := private.sees_premium_gallery(v_character.owner_id);
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object(
      'id', asset_id, 'caption', caption, 'tags', tags, 'position', position,
      'is_premium', is_premium, 'is_locked', is_locked, 'view_count', view_count,
      'width', width, 'height', height, 'blurhash', blurhash,
      'variants', case when not is_locked then variants end) order by position, asset_id), '[]')
    from (
      select item.*, asset.width, asset.height, asset.blurhash, asset.variants,
        item.is_premium and not v_sees_all as is_locked
      from private.gallery_item as item
      join public.media_assets as asset on asset.id = item.asset_id
      where item.character_id = v_character.id and asset.state = 'ready'
        and (p_after_position is null
          or (item.position, item.asset_id) > (p_after_position, p_after_id))
      order by item.position, item.asset_id
      limit least(greatest(p_limit, 1), 100)
    ) as shown);
end;
$$;
comment on function public.read_gallery is
  'The gallery of a character as the caller sees it, in order; of what is locked only what it is '
  'about and its blurhash. PT404.';
revoke execute on function public.read_gallery from public, anon;
grant execute on function public.read_gallery to authenticated;

create function private.prune_gallery_views()
returns void
language sql
volatile
set search_path = ''
as $$
  delete from private.gallery_view where viewed_on < (now() at time zone 'UTC')::date - 1;
$$;
comment on function private.prune_gallery_views is 'Forgets who saw what before yesterday.';

select cron.schedule('prune_gallery_views', '27 3 * * *', 'select private.prune_gallery_views()');

create function public.view_gallery_item(p_id uuid)
returns bigint
language plpgsql
volatile
security definer -- Definer because people have no rights on what galleries are kept in.
set search_path = ''
as $$
declare
  v_profile public.profiles := private.require_active_profile(auth.uid());
  v_item private.gallery_item;
  v_character public.characters;
begin
  select item.* into v_item from private.gallery_item as item
  join public.media_assets as asset on asset.id = item.asset_id
  where item.asset_id = p_id and asset.state = 'ready';
  if not found then
    raise sqlstate 'PT404' using
      message = 'media_not_found', hint = 'There is no such picture.';
  end if;
  v_character := private.require_readable_character(v_item.character_id::text);
  if v_item.is_premium and not private.sees_premium_gallery(v_character.owner_id) then
    raise sqlstate 'PT403' using
      message = 'premium_required',
      detail = jsonb_build_object('character', v_character.slug)::text,
      hint = 'This picture is for premium members.';
  end if;
  with seen as (
    insert into private.gallery_view (asset_id, viewer_id, viewed_on)
    values (p_id, v_profile.id, (now() at time zone 'UTC')::date)
    on conflict on constraint gallery_view_pkey do nothing
    returning 1
  )
  update private.gallery_item set view_count = view_count + 1
  where asset_id = p_id and exists (select from seen);
  return (select view_count from private.gallery_item where asset_id = p_id);
end;
$$;
comment on function public.view_gallery_item is
  'Counts that the caller saw a picture, once a day; returns how often it was seen. PT401, PT403, '
  'PT404.';
revoke execute on function public.view_gallery_item from public, anon;
grant execute on function public.view_gallery_item to authenticated;

-- Changing ----------------------------------------------------------------------------------------

create function public.set_gallery_item(
  p_id uuid, p_caption text default null, p_tags text[] default null,
  p_position integer default null, p_is_premium boolean default null)
returns void
language plpgsql
volatile
security definer -- Definer because people have no rights on what galleries are kept in.
set search_path = ''
as $$
declare
  v_profile public.profiles := private.require_active_profile(auth.uid());
  v_character_id uuid := (
    select character_id from public.media_assets where id = p_id and purpose = 'gallery'
      and state in ('processing', 'ready'));
  v_was_premium boolean;
begin
  if v_character_id is null then
    raise sqlstate 'PT404' using
      message = 'media_not_found', hint = 'There is no such picture in a gallery.';
  end if;
  perform private.require_gallery_maker(v_profile.id, v_character_id);
  select is_premium into v_was_premium from private.gallery_item where asset_id = p_id
  for no key update;
  if p_is_premium <> coalesce(v_was_premium, false) and v_profile.role <> 'admin' then
    raise sqlstate 'PT403' using
      message = 'admin_required', hint = 'Only admins set what is premium.';
  end if;
  insert into private.gallery_item (asset_id, character_id, caption, tags, position, is_premium)
  values (p_id, v_character_id, nullif(p_caption, ''), coalesce(p_tags, '{}'),
    coalesce(p_position, 0), coalesce(p_is_premium, false))
  on conflict on constraint gallery_item_pkey do update
  set caption = case when p_caption is null then gallery_item.caption else excluded.caption end,
    tags = coalesce(p_tags, gallery_item.tags),
    position = coalesce(p_position, gallery_item.position),
    is_premium = coalesce(p_is_premium, gallery_item.is_premium);
end;
$$;
comment on function public.set_gallery_item is
  'Puts an asset that was uploaded for a gallery into it, or changes what is said of it: what is '
  'null stays, an empty caption is none. Deleting the asset takes it out. PT401, PT403, PT404.';
revoke execute on function public.set_gallery_item from public, anon;
grant execute on function public.set_gallery_item to authenticated;

create function public.media_files(p_ids uuid[], p_variant text default null)
returns jsonb
language plpgsql
stable
security definer -- Definer because people have no rights on what galleries are kept in.
set search_path = ''
as $$
declare
  v_user_id uuid := auth.uid();
  v_is_active boolean := private.is_active();
  v_is_admin boolean := private.is_admin();
  v_has_premium boolean := private.has_premium_galleries();
  v_readable uuid[] := array(select id from private.readable_conversations);
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object('id', asset.id, 'bucket', asset.bucket,
      'path', asset.folder || '/' || case
        when p_variant = any (asset.variants) then p_variant || '.webp'
        else asset.original end)), '[]')
    from public.media_assets as asset
    left join public.characters as character on character.id = asset.character_id
    left join private.gallery_item as item on item.asset_id = asset.id
    where asset.id = any (p_ids) and asset.state = 'ready' and v_is_active
      and (asset.owner_id = v_user_id or character.owner_id = v_user_id
        or asset.purpose = 'gallery' and v_is_admin
        or asset.purpose = 'message' and exists (
          select from public.message_attachments
          where asset_id = asset.id and conversation_id = any (v_readable)
            and not private.was_blocked(message_id))
        or item.asset_id is not null and character.status = 'published'
          and (not item.is_premium or v_has_premium)));
end;
$$;
comment on function public.media_files is
  'Where in Storage those assets are that the caller may read: a variant, or the original where '
  'it is not made. Nothing to whoever may not act.';
revoke execute on function public.media_files from public, anon;
grant execute on function public.media_files to authenticated;
