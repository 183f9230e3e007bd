-- api_keys: keys by which a person's own programs use the API, each with scopes and limits.
-- Callers: the owner makes, names, limits and revokes them; the ai function (service role) acts by
-- the hash of a key, through begin_completion and read_models.
-- States: live -> revoked, by its owner. Not back. One past expires_at is refused, too.
--
-- The secret is told once and kept as its hash, apart from what the owner reads. A key never does
-- more than its owner: account, plan and wallet are looked at in each call, so a suspension, a lost
-- plan or a revocation holds from the next call on. Its own limits are counted with the plan's.

create table public.api_keys (
  id uuid not null default gen_random_uuid(),
  user_id uuid not null,
  name text not null,
  prefix text not null,
  scopes text[] not null,
  requests_per_minute integer,
  monthly_credits bigint,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  revoked_at timestamptz,
  last_used_at timestamptz,
  constraint api_keys_pkey primary key (id),
  constraint api_keys_user_id_fkey
    foreign key (user_id) references public.profiles (id) on delete cascade,
  constraint api_keys_name_check check (char_length(name) between 1 and 80),
  constraint api_keys_prefix_check check (prefix ~ '^parley_sk_[A-Za-z0-9_-]{6}$'),
  constraint api_keys_scopes_check
    check (scopes <@ array['completions', 'models'] and cardinality(scopes) between 1 and 2),
  constraint api_keys_requests_per_minute_check check (requests_per_minute between 1 and 100000),
  constraint api_keys_monthly_credits_check check (monthly_credits between 1 and 1000000000)
);
comment on table public.api_keys is 'Keys of people''s own programs, without their secrets.';
comment on column public.api_keys.prefix is 'How the secret begins, to tell keys apart.';
comment on column public.api_keys.requests_per_minute is 'A rolling window; null: as the plan.';
comment on column public.api_keys.monthly_credits is
  'What it may spend in a month of the UTC calendar; null: as the wallet.';
comment on column public.api_keys.last_used_at is 'To the minute.';

create table private.api_key_secret (
  secret_hash text not null,
  api_key_id uuid not null,
  constraint api_key_secret_pkey primary key (secret_hash),
  constraint api_key_secret_api_key_id_key unique (api_key_id),
  constraint api_key_secret_api_key_id_fkey
    foreign key (api_key_id) references public.api_keys (id) on delete cascade,
  constraint api_key_secret_secret_hash_check check (secret_hash ~ '^[0-9a-f]{64}$')
);
comment on table private.api_key_secret is 'SHA-256 of the secret of a key, which is not kept.';

create index api_keys_user_id_idx on public.api_keys (user_id, created_at desc);

alter table public.actions add column api_key_id uuid;
alter table public.actions add constraint actions_api_key_id_fkey
  foreign key (api_key_id) references public.api_keys (id) on delete set null;
comment on column public.actions.api_key_id is 'The key that asked; null for the person.';
create index actions_api_key_id_idx on public.actions (api_key_id);

grant select, update (name, requests_per_minute, monthly_credits)
  on public.api_keys to authenticated;
grant select on public.api_keys to service_role;

alter table public.api_keys enable row level security;
alter table private.api_key_secret enable row level security;

create policy "People read their own keys"
  on public.api_keys for select to authenticated
  using (user_id = (select auth.uid()));
create policy "Active people name and limit their own keys"
  on public.api_keys for update to authenticated
  using (user_id = (select auth.uid()) and (select private.is_active()))
  with check (user_id = (select auth.uid()) and (select private.is_active()));

-- What the owner does -----------------------------------------------------------------------------

create function public.create_api_key(
  p_name text, p_scopes text[] default '{completions,models}',
  p_requests_per_minute integer default null, p_monthly_credits bigint default null,
  p_expires_at timestamptz default null)
returns jsonb
language plpgsql
volatile
security definer -- Definer because people may not write keys.
set search_path = ''
as $$
declare
  v_user_id uuid := (private.require_active_profile(auth.uid())).id;
  v_secret text := 'parley_sk_' || translate(
    encode(extensions.gen_random_bytes(32), 'base64'), '+/=', '-_');
  v_key public.api_keys;
begin
  perform private.require_feature(private.current_plan(v_user_id), 'api');
  -- Two devices making the last key that is allowed wait for each other there.
  perform private.open_wallet(v_user_id);
  if 50 <= (select count(*) from public.api_keys
    where user_id = v_user_id and revoked_at is null)
  then
    raise sqlstate 'PT409' using
      message = 'too_many_api_keys',
      detail = jsonb_build_object('allowed', 50)::text,
      hint = 'Nobody needs more than 50 keys: revoke one.';
  end if;
  insert into public.api_keys (user_id, name, prefix, scopes, requests_per_minute,
    monthly_credits, expires_at)
  values (v_user_id, p_name, left(v_secret, 16), p_scopes, p_requests_per_minute,
    p_monthly_credits, p_expires_at)
  returning * into v_key;
  insert into private.api_key_secret (secret_hash, api_key_id)
  values (private.hash_token(v_secret), v_key.id);
  return to_jsonb(v_key) || jsonb_build_object('secret', v_secret);
end;
$$;
comment on function public.create_api_key is
  'A new key of the caller, with its secret, told this once. PT401, PT403, PT409.';
revoke execute on function public.create_api_key from public, anon, authenticated, service_role;
grant execute on function public.create_api_key to authenticated;

create function public.revoke_api_key(p_id uuid)
returns public.api_keys
language plpgsql
volatile
security definer -- Definer because people may not end keys by themselves.
set search_path = ''
as $$
declare
  v_key public.api_keys;
begin
  -- Also of a suspended account: nobody is kept from closing a door.
  update public.api_keys set revoked_at = coalesce(revoked_at, now())
  where id = p_id and user_id = auth.uid()
  returning * into v_key;
  if not found then
    raise sqlstate 'PT404' using
      message = 'api_key_not_found', hint = 'There is no such API key.';
  end if;
  return v_key;
end;
$$;
comment on function public.revoke_api_key is
  'Ends a key of the caller for good; a repeat changes nothing. PT404.';
revoke execute on function public.revoke_api_key from public, anon, authenticated, service_role;
grant execute on function public.revoke_api_key to authenticated;

-- What a call looks at ----------------------------------------------------------------------------

create function private.require_api_caller(p_user_id uuid, p_key_hash text, p_scope text)
returns public.api_keys
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_key public.api_keys;
begin
  v_key.user_id := p_user_id;
  if p_user_id is null then
    select each.* into v_key from private.api_key_secret as secret
    join public.api_keys as each on each.id = secret.api_key_id
    where secret.secret_hash = p_key_hash;
    if not found or v_key.revoked_at is not null or v_key.expires_at <= now() then
      raise sqlstate 'PT401' using
        message = 'invalid_api_key', hint = 'This API key is not valid (any more).';
    end if;
    if not p_scope = any (v_key.scopes) then
      raise sqlstate 'PT403' using
        message = 'scope_missing',
        detail = jsonb_build_object('scope', p_scope, 'scopes', v_key.scopes)::text,
        hint = format('This API key may not be used for %s.', p_scope);
    end if;
  end if;
  perform private.require_active_profile(v_key.user_id);
  return v_key;
end;
$$;
comment on function private.require_api_caller is
  'The key that calls, or one without an id for a person who does; user_id is theirs. The same '
  'answer for a key that never was, was revoked or has expired. PT401, PT403.';

create function private.note_api_key_use(p_key_id uuid)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  -- At most once a minute: calls of a busy key do not wait for one another's row.
  update public.api_keys set last_used_at = date_trunc('minute', now())
  where id = p_key_id
    and (last_used_at is null or last_used_at < date_trunc('minute', now()));
end;
$$;
comment on function private.note_api_key_use is 'When a key was last used, to the minute.';

create function private.api_key_limits(p_key_id uuid)
returns setof public.plan_limits
language plpgsql
stable
rows 2
set search_path = ''
as $$
begin
  if p_key_id is not null then
    return query
      select null::text, each.meter, 'key', each.window_kind, each.window_seconds, each.allowance
      from public.api_keys as key, lateral (values
        ('requests', 'rolling', 60, key.requests_per_minute::bigint),
        ('credits', 'month', 0, key.monthly_credits)
      ) as each (meter, window_kind, window_seconds, allowance)
      where key.id = p_key_id and each.allowance is not null;
  end if;
end;
$$;
comment on function private.api_key_limits is 'The limits of a key, in the form of a plan''s.';
