-- media_assets: pictures and sound that were looked at, cleaned and stored with their variants.
-- Callers: the media function (service role); people read their own.
-- States: processing -> ready | refused | failed
--   processing   its variants are being made; after a minute somebody else may try, three times
--   refused      moderation does not want it; nothing of it is kept
--   failed       it could not be made; nothing of it is kept
-- An asset has the id of its upload, so that finishing an upload twice is the same asset. The same
-- bytes again, from the same person for the same purpose, are the asset that is there.
-- Pictures of characters that others may talk to stay when the account of who sent them goes.
-- Its files are <folder>/<name>, named by original and variants; they go with the row (leftovers).

create table public.media_assets (
  id uuid not null,
  owner_id uuid,
  character_id uuid,
  purpose text not null,
  kind text not null,
  mime_type text not null,
  size_bytes bigint not null,
  width integer,
  height integer,
  duration_ms integer,
  content_hash text not null,
  state text not null default 'processing',
  error_code text,
  bucket text not null generated always as (
    case purpose when 'message' then 'media' when 'avatar' then 'avatars' else 'galleries' end
  ) stored,
  folder text not null generated always as (
    case purpose when 'message' then 'user-content/' || owner_id::text
      when 'avatar' then owner_id::text else character_id::text end || '/' || id::text
  ) stored,
  original text not null,
  variants text[] not null default '{}',
  blurhash text,
  peaks smallint[],
  transcript text,
  is_speech boolean not null default false,
  attempts integer not null default 1,
  claimed_at timestamptz not null default now(),
  created_at timestamptz not null default now(),
  constraint media_assets_pkey primary key (id),
  constraint media_assets_owner_id_fkey
    foreign key (owner_id) references public.profiles (id) on delete cascade,
  constraint media_assets_character_id_fkey
    foreign key (character_id) references public.characters (id) on delete cascade,
  constraint media_assets_purpose_check check (purpose in ('message', 'avatar', 'gallery')),
  constraint media_assets_owner_id_check check (owner_id is not null or purpose = 'gallery'),
  constraint media_assets_character_id_check
    check ((purpose = 'gallery') = (character_id is not null)),
  constraint media_assets_kind_check
    check (kind = 'image' or kind = 'audio' and purpose = 'message'),
  constraint media_assets_mime_type_check check (mime_type ~ '^(image|audio)/[a-z0-9]+$'),
  constraint media_assets_size_bytes_check
    check (size_bytes between 1 and case kind when 'image' then 10485760 else 52428800 end),
  constraint media_assets_dimensions_check check (
    (kind = 'image') = (width is not null and height is not null)
    and width between 1 and 65535 and height between 1 and 65535),
  constraint media_assets_duration_ms_check
    check (duration_ms is null or kind = 'audio' and duration_ms >= 0),
  constraint media_assets_content_hash_check check (content_hash ~ '^[0-9a-f]{64}$'),
  constraint media_assets_state_check
    check (state in ('processing', 'ready', 'refused', 'failed')),
  constraint media_assets_error_code_check check (char_length(error_code) <= 60),
  constraint media_assets_bucket_check check (bucket in ('media', 'avatars', 'galleries')),
  constraint media_assets_folder_check check (char_length(folder) <= 100),
  constraint media_assets_original_check check (original ~ '^original\.[a-z0-9]{3,4}$'),
  constraint media_assets_variants_check
    check (variants <@ array['thumbnail', 'small', 'medium', 'large']),
  constraint media_assets_blurhash_check check (char_length(blurhash) between 6 and 100),
  constraint media_assets_peaks_check check (
    cardinality(peaks) <= 200 and 0 <= all (peaks) and 100 >= all (peaks)
    and (peaks is null or kind = 'audio')),
  constraint media_assets_transcript_check
    check (transcript is null or kind = 'audio' and char_length(transcript) <= 20000),
  constraint media_assets_is_speech_check check (not is_speech or kind = 'audio'),
  constraint media_assets_attempts_check check (attempts between 1 and 3)
);
comment on table public.media_assets is 'A picture or a sound, as it is kept.';
comment on column public.media_assets.purpose is
  'Whose it becomes part of: a message''s, a profile''s or character''s face, a gallery''s.';
comment on column public.media_assets.owner_id is
  'Who sent it; null when that account is gone and the picture stays.';
comment on column public.media_assets.content_hash is
  'SHA-256 of the original as it is kept, in hexadecimal.';
comment on column public.media_assets.original is 'Its file in the folder, without metadata.';
comment on column public.media_assets.variants is
  'Which sizes there are, each as <name>.webp: 150, 400, 800 and 1200 pixels on the longer side.';
comment on column public.media_assets.blurhash is
  'What it looks like from afar, for the time until it is loaded (blurha.sh).';
comment on column public.media_assets.peaks is
  'How loud it is, 0 to 100, in equal steps of time: counted, or as its sender has heard it.';

comment on column public.media_assets.transcript is
  'What is said in it, once it was asked for; empty where nothing is.';
comment on column public.media_assets.is_speech is
  'Whether it is an answer read aloud, which goes with the answer, and not what its owner sent.';

create index media_assets_owner_id_created_at_idx
  on public.media_assets (owner_id, created_at desc, id);
create index media_assets_claimed_at_idx on public.media_assets (claimed_at)
  where state = 'processing';
create index media_assets_character_id_idx on public.media_assets (character_id)
  where character_id is not null;
create unique index media_assets_owner_id_content_hash_idx
  on public.media_assets (owner_id, content_hash, purpose, character_id, is_speech)
  nulls not distinct
  where owner_id is not null and state in ('processing', 'ready');

grant select on public.media_assets to authenticated, service_role;

alter table public.media_assets enable row level security;

create policy "People read their own media"
  on public.media_assets for select to authenticated
  using (owner_id = (select auth.uid()) and (select private.is_active()));

create function private.leave_asset()
returns trigger
language plpgsql
volatile
security definer -- Definer because the Auth server, which deletes accounts, may not write here.
set search_path = ''
as $$
begin
  perform private.leave_files(old.bucket, old.folder);
  return null;
end;
$$;
comment on function private.leave_asset is
  'The files of an asset go with its row, or when it turns out that it is not kept.';

create trigger media_assets_leave after delete on public.media_assets
  for each row execute function private.leave_asset();
create trigger media_assets_leave_refused after update on public.media_assets
  for each row when (new.state in ('refused', 'failed') and old.state = 'processing')
  execute function private.leave_asset();

create function private.leave_published_galleries()
returns trigger
language plpgsql
volatile
security definer -- Definer because the Auth server, which deletes accounts, may not write here.
set search_path = ''
as $$
begin
  -- In the order in which others lock several, as what goes along goes in any.
  perform from public.media_assets
  where owner_id = old.id
    or character_id in (select id from public.characters where owner_id = old.id)
  order by id for update;
  update public.media_assets set owner_id = null
  where owner_id = old.id and purpose = 'gallery' and state = 'ready' and character_id in (
    select id from public.characters where published_at is not null);
  return old;
end;
$$;
comment on function private.leave_published_galleries is
  'An account that goes takes its pictures along, but for those of characters that stay.';

create trigger profiles_leave_galleries before delete on public.profiles
  for each row execute function private.leave_published_galleries();
