-- provider_breakers: providers that fail too often are left alone for a while.
-- Callers: begin_turn asks through claim_chain; begin_completion, begin_voice, begin_transcription
-- and begin_speech through require_working_providers; what ends them reports through
-- note_call; the chat function shows the states.
--
-- States of a provider; one that has never failed too often has no row, and is closed:
--   closed    -> open       too many of the latest calls failed
--   open      -> half_open  its time is over: one turn is let through to try it
--   half_open -> closed     that one was answered
--   half_open -> open       it was not: twice as long as before
--   half_open -> half_open  nothing was heard of it in time: another turn tries
--
-- A call that succeeds while the breaker is closed writes nothing here: what went well is known
-- from private.usage_record. The row of a provider is written only when its state moves, and locked
-- last, after all else that a turn locks.

create table private.breaker_rules (
  id boolean not null default true,
  failures integer not null default 5,
  calls integer not null default 20,
  window_seconds integer not null default 60,
  open_seconds integer not null default 30,
  max_open_seconds integer not null default 600,
  probe_seconds integer not null default 60,
  constraint breaker_rules_pkey primary key (id),
  constraint breaker_rules_id_check check (id),
  constraint breaker_rules_calls_check check (calls between failures and 10000),
  constraint breaker_rules_failures_check check (failures >= 1),
  constraint breaker_rules_window_seconds_check check (window_seconds between 1 and 3600),
  constraint breaker_rules_open_seconds_check
    check (open_seconds between 1 and max_open_seconds and max_open_seconds <= 86400),
  constraint breaker_rules_probe_seconds_check check (probe_seconds between 1 and 3600)
);
comment on table private.breaker_rules is
  'When a provider is left alone, one row: so many failures among its latest calls of the window.';
comment on column private.breaker_rules.open_seconds is
  'For how long the first time; doubled each time that the provider still fails.';
comment on column private.breaker_rules.probe_seconds is
  'How long the turn that tries a provider may be silent about it before another one tries.';

insert into private.breaker_rules default values;

create table private.provider_breaker (
  provider text not null,
  state text not null,
  openings integer not null default 0,
  moved_at timestamptz not null default now(),
  retry_at timestamptz,
  constraint provider_breaker_pkey primary key (provider),
  constraint provider_breaker_provider_check check (char_length(provider) between 1 and 40),
  constraint provider_breaker_state_check check (state in ('closed', 'open', 'half_open')),
  constraint provider_breaker_openings_check
    check (openings between 0 and 30 and (openings = 0) = (state = 'closed')),
  constraint provider_breaker_retry_at_check check ((retry_at is null) = (state = 'closed'))
);
comment on table private.provider_breaker is 'Whether a provider is asked or left alone.';
comment on column private.provider_breaker.openings is 'How often it was opened in a row.';
comment on column private.provider_breaker.moved_at is
  'When it closed or opened. Reports of turns that began before say nothing new.';
comment on column private.provider_breaker.retry_at is 'From when on the next turn may try it.';

create table private.provider_failure (
  id bigint generated always as identity,
  provider text not null,
  model text not null,
  reason text,
  created_at timestamptz not null default now(),
  constraint provider_failure_pkey primary key (id),
  constraint provider_failure_provider_check check (char_length(provider) between 1 and 40),
  constraint provider_failure_model_check check (char_length(model) between 1 and 100),
  constraint provider_failure_reason_check check (char_length(reason) <= 60)
);
comment on table private.provider_failure is 'Calls in which a provider failed; kept for a week.';

create index provider_failure_provider_created_at_idx
  on private.provider_failure (provider, created_at desc);

alter table private.breaker_rules enable row level security;
alter table private.provider_breaker enable row level security;
alter table private.provider_failure enable row level security;

create function private.recent_failures(
  p_provider text, p_since timestamptz, p_rules private.breaker_rules)
returns bigint
language plpgsql
stable
set search_path = ''
as $$
declare
  v_from timestamptz := greatest(p_since, now() - make_interval(secs => p_rules.window_seconds));
begin
  return (
    select count(*) filter (where has_failed)
    from (
      select * from (
        (select created_at, true as has_failed from private.provider_failure
          where provider = p_provider and created_at >= v_from
          order by created_at desc limit p_rules.calls)
        union all
        (select created_at, false from private.usage_record
          where provider = p_provider and created_at >= v_from
            and outcome in ('complete', 'stopped')
          order by created_at desc limit p_rules.calls)
      ) as call
      order by created_at desc, has_failed desc limit p_rules.calls
    ) as latest);
end;
$$;
comment on function private.recent_failures is
  'How many of the latest calls of a provider failed, within the window and since a moment.';

create function private.open_until(p_openings integer, p_rules private.breaker_rules)
returns timestamptz
language plpgsql
stable
set search_path = ''
as $$
begin
  return now() + make_interval(secs => least(
    p_rules.max_open_seconds, p_rules.open_seconds * 2.0 ^ (p_openings - 1)));
end;
$$;
comment on function private.open_until is 'The end of an opening: the first is the shortest.';

create function private.note_failure(p_provider text, p_begun_at timestamptz)
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_rules private.breaker_rules;
  v_breaker private.provider_breaker;
begin
  select * into strict v_rules from private.breaker_rules where id;
  select * into v_breaker from private.provider_breaker where provider = p_provider;
  if v_breaker.state = 'half_open' and p_begun_at >= v_breaker.moved_at then
    update private.provider_breaker
    set state = 'open', openings = least(openings + 1, 30), moved_at = now(),
      retry_at = private.open_until(openings + 1, v_rules)
    where provider = p_provider and state = 'half_open' and moved_at = v_breaker.moved_at;
  elsif coalesce(v_breaker.state, 'closed') = 'closed'
    and private.recent_failures(p_provider, v_breaker.moved_at, v_rules) >= v_rules.failures
  then
    insert into private.provider_breaker (provider, state, openings, retry_at)
    values (p_provider, 'open', 1, private.open_until(1, v_rules))
    on conflict on constraint provider_breaker_pkey do update
    set state = 'open', openings = 1, moved_at = now(), retry_at = excluded.retry_at
    where provider_breaker.state = 'closed';
  end if;
end;
$$;
comment on function private.note_failure is
  'Opens a provider that failed too often, or that failed the turn which tried it.';

create function private.note_success(p_provider text, p_begun_at timestamptz)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  -- Looked at first: where nothing is to be changed nothing is locked.
  if exists (select from private.provider_breaker
    where provider = p_provider and state = 'half_open' and moved_at <= p_begun_at)
  then
    update private.provider_breaker
    set state = 'closed', openings = 0, moved_at = now(), retry_at = null
    where provider = p_provider and state = 'half_open' and moved_at <= p_begun_at;
  end if;
end;
$$;
comment on function private.note_success is
  'Closes a provider that answered the turn which tried it.';

create function private.claim_probe(p_provider text)
returns boolean
language plpgsql
volatile
set search_path = ''
as $$
begin
  update private.provider_breaker as breaker
  set state = 'half_open', retry_at = now() + make_interval(secs => rules.probe_seconds)
  from private.breaker_rules as rules
  where breaker.provider in (
    select provider from private.provider_breaker
    where provider = p_provider and state <> 'closed' and retry_at <= now()
    for no key update skip locked);
  return found;
end;
$$;
comment on function private.claim_probe is
  'Lets this turn try a provider that was left alone long enough; one turn at a time.';

create function private.require_working_providers(p_providers text[])
returns text[]
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_provider text;
  v_breaker private.provider_breaker;
  v_working text[] := '{}';
  v_retry_at timestamptz;
begin
  foreach v_provider in array p_providers loop
    select * into v_breaker from private.provider_breaker where provider = v_provider;
    -- Who tries a provider for all others asks it first: a later one may never be asked.
    if coalesce(v_breaker.state, 'closed') = 'closed'
      or v_working = '{}' and private.claim_probe(v_provider)
    then
      v_working := v_working || v_provider;
    end if;
    v_retry_at := least(v_retry_at, v_breaker.retry_at);
  end loop;
  if v_working = '{}' then
    raise sqlstate 'PT503' using
      message = 'provider_unavailable',
      detail = jsonb_build_object('provider', p_providers[1], 'retry_at', v_retry_at)::text,
      hint = 'The AI provider fails too often now. Nothing was charged; try again soon.';
  end if;
  return v_working;
end;
$$;
comment on function private.require_working_providers is
  'Those of some providers, in their order, that are not left alone; refuses what only others '
  'could answer. PT503.';

create function private.note_call(
  p_provider text, p_model text, p_is_up boolean, p_reason text, p_begun_at timestamptz)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  if p_is_up then
    perform private.note_success(p_provider, p_begun_at);
  elsif not p_is_up then
    insert into private.provider_failure (provider, model, reason)
    values (p_provider, p_model, p_reason);
    perform private.note_failure(p_provider, p_begun_at);
  end if;
end;
$$;
comment on function private.note_call is
  'Tells the breaker of a provider how a call went; null says nothing about it. Last in its '
  'transaction.';

create function public.read_breakers()
returns jsonb
language plpgsql
stable
security definer -- Definer because the service role holds no rights on the states.
set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object(
      'provider', provider, 'state', state, 'retry_at', retry_at) order by provider), '[]')
    from private.provider_breaker);
end;
$$;
comment on function public.read_breakers is
  'The states of the providers that failed too often at some time; all others are closed.';
revoke execute on function public.read_breakers from public, anon, authenticated;
grant execute on function public.read_breakers to service_role;

select cron.schedule('forget_provider_failures', '41 3 * * *',
  $$delete from private.provider_failure where created_at < now() - interval '7 days'$$);
