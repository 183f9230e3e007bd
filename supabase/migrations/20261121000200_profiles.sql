-- profiles: one row a person, made by a trigger when the account is made.
-- Callers: the owner reads and edits the names and the locale; admins read all; role and status are
-- changed by the service only.
-- States: active -> suspended | deactivated, and back. Only an active account may act.

create table public.profiles (
  id uuid not null,
  username text not null,
  display_name text,
  locale text not null default 'en',
  role text not null default 'user',
  status text not null default 'active',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint profiles_pkey primary key (id),
  constraint profiles_id_fkey foreign key (id) references auth.users (id) on delete cascade,
  constraint profiles_username_key unique (username),
  constraint profiles_username_check check (username ~ '^[a-z0-9_]{3,30}$'),
  constraint profiles_display_name_check
    check (char_length(display_name) <= 60 and display_name ~ '\S'),
  -- BCP 47, as far as products translate: language, optional script, optional region.
  constraint profiles_locale_check check (locale ~ '^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$'),
  constraint profiles_role_check check (role in ('user', 'admin')),
  constraint profiles_status_check check (status in ('active', 'suspended', 'deactivated'))
);
comment on table public.profiles is 'One row a person; made with the account, deleted with it.';

grant select on public.profiles to authenticated;
grant update (username, display_name, locale) on public.profiles to authenticated;
grant select, update on public.profiles to service_role;

alter table public.profiles enable row level security;

create function private.is_admin()
returns boolean
language sql
stable
security definer -- Definer because a policy of profiles cannot read profiles through itself.
set search_path = ''
as $$
  select exists (
    select from public.profiles
    where id = (select auth.uid()) and role = 'admin' and status = 'active'
  );
$$;
comment on function private.is_admin is 'Whether the caller is an active admin.';
grant execute on function private.is_admin to authenticated;

create policy "People read their own profile and admins read all"
  on public.profiles for select to authenticated
  using (id = (select auth.uid()) or (select private.is_admin()));

create policy "Active people edit their own profile"
  on public.profiles for update to authenticated
  using (id = (select auth.uid()) and status = 'active')
  with check (id = (select auth.uid()) and status = 'active');

create trigger profiles_touch before update on public.profiles
  for each row execute function extensions.moddatetime (updated_at);

create function private.create_profile()
returns trigger
language plpgsql
volatile
security definer -- Definer because the Auth server, which inserts the user, may not write here.
set search_path = ''
as $$
declare
  v_wish text := lower(new.raw_user_meta_data ->> 'username');
  v_name text := left(btrim(coalesce(
    new.raw_user_meta_data ->> 'display_name', new.raw_user_meta_data ->> 'full_name'
  ), E' \t\r\n'), 60);
  v_locale text := new.raw_user_meta_data ->> 'locale';
  -- Not from the e-mail: a username is public, an address is not.
  v_fallback text := 'user_' || left(replace(new.id::text, '-', ''), 24);
begin
  -- A wish that is not possible must not cost the person the sign-up: it falls back.
  if v_wish is null or v_wish !~ '^[a-z0-9_]{3,30}$' then
    v_wish := v_fallback;
  end if;
  if v_name !~ '\S' then
    v_name := null;
  end if;
  if v_locale is null or v_locale !~ '^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$' then
    v_locale := 'en';
  end if;
  insert into public.profiles (id, username, display_name, locale)
  values (new.id, v_wish, v_name, v_locale)
  on conflict on constraint profiles_username_key do nothing;
  if not found then
    insert into public.profiles (id, username, display_name, locale)
    values (new.id, v_fallback, v_name, v_locale);
  end if;
  return null;
end;
$$;
comment on function private.create_profile is 'Makes the profile of a new account.';

create trigger users_create_profile after insert on auth.users
  for each row execute function private.create_profile();
