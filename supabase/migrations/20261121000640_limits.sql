-- limits: how much of what somebody has used, of that which their plan limits.
-- Callers: take_allowance counts before something is done, settle_allowance corrects the count when
-- it is known what it came to; admins see and lift blocks (next migrations).
--
-- A rolling window is a leaky bucket (GCRA, ITU-T I.371, in its form with a level): each take fills
-- it by its amount, it leaks its whole allowance in one window, and what would overflow is refused.
-- So an unused window takes all at once, and a full one opens again bit by bit. The level is kept
-- for one allowance: somebody whose plan changes begins with an empty bucket.
--
-- Days, months and whole lives are counted: the count is of what was used while a limit was in
-- force, and remains when the plan changes. A reservation remembers which counts it raised, so that
-- what failed gives back and tokens are trued up.
--
-- Lock order: the person's wallet, then counts, then windows (of the person and the
-- API key, then the address).

-- Unlogged: a crash of the database opens all rolling windows, which are minutes.
create unlogged table private.rate_window (
  subject text not null,
  meter text not null,
  window_seconds integer not null,
  allowance bigint not null,
  level double precision not null,
  leaked_at timestamptz not null,
  constraint rate_window_pkey primary key (subject, meter, window_seconds, allowance),
  constraint rate_window_subject_check
    check (subject ~ '^(user|ip|key):' and char_length(subject) < 60),
  constraint rate_window_meter_check check (char_length(meter) between 1 and 40),
  constraint rate_window_level_check check (level between 0 and allowance)
);
comment on table private.rate_window is
  'How full a bucket was when it was last looked at; subject is user:<id>, key:<id> or '
  'ip:<address>.';

create table private.allowance_count (
  user_id uuid not null,
  meter text not null,
  window_kind text not null,
  scope_id uuid not null,
  starts_on date not null,
  used bigint not null,
  constraint allowance_count_pkey
    primary key (user_id, meter, window_kind, scope_id, starts_on),
  constraint allowance_count_user_id_fkey
    foreign key (user_id) references public.profiles (id) on delete cascade,
  constraint allowance_count_meter_check check (char_length(meter) between 1 and 40),
  constraint allowance_count_window_kind_check check (window_kind in ('day', 'month', 'ever')),
  constraint allowance_count_used_check check (used >= 0)
);
comment on table private.allowance_count is
  'What a person used in a day, a month or ever; scope_id is a character or an API key, or zero '
  'for all.';

-- For the job that forgets days and months; those for ever stay.
create index allowance_count_starts_on_idx on private.allowance_count (starts_on)
  where window_kind <> 'ever';

create type private.take as (meter text, amount bigint);
comment on type private.take is 'So much of what a meter counts.';

create type private.counted as (
  meter text, window_kind text, scope_id uuid, starts_on date, amount bigint);
comment on type private.counted is 'By how much a count was raised, and which.';

create table private.allowance_reservation (
  id uuid not null,
  user_id uuid not null,
  counts private.counted[] not null,
  created_at timestamptz not null default now(),
  constraint allowance_reservation_pkey primary key (id),
  constraint allowance_reservation_user_id_fkey
    foreign key (user_id) references public.profiles (id) on delete cascade
);
comment on table private.allowance_reservation is
  'Which counts a turn or an action raised; its id is that of the hold.';

create index allowance_reservation_user_id_idx on private.allowance_reservation (user_id);
create index allowance_reservation_created_at_idx on private.allowance_reservation (created_at);

alter table private.rate_window enable row level security;
alter table private.allowance_count enable row level security;
alter table private.allowance_reservation enable row level security;

create function private.window_start(p_window_kind text, p_at timestamptz)
returns date
language plpgsql
immutable
set search_path = ''
as $$
begin
  return case p_window_kind
    when 'day' then (p_at at time zone 'UTC')::date
    when 'month' then date_trunc('month', p_at at time zone 'UTC')::date
    else '-infinity'::date end;
end;
$$;
comment on function private.window_start is 'The UTC day on which a counted window started.';

create function private.window_end(p_window_kind text, p_at timestamptz)
returns timestamptz
language plpgsql
immutable
set search_path = ''
as $$
begin
  return case p_window_kind
    when 'day' then date_trunc('day', p_at at time zone 'UTC') + interval '1 day'
    when 'month' then date_trunc('month', p_at at time zone 'UTC') + interval '1 month'
    end at time zone 'UTC';
end;
$$;
comment on function private.window_end is 'When a counted window starts anew; null for ever.';

create function private.rate_subject(
  p_scope text, p_user_id uuid, p_ip inet, p_scope_id uuid)
returns text
language plpgsql
immutable
set search_path = ''
as $$
begin
  -- A server of both families writes an address of IPv4 as one of IPv6.
  if p_ip <<= inet '::ffff:0:0/96' then
    p_ip := inet '0.0.0.0' + (p_ip - inet '::ffff:0:0');
  end if;
  -- A customer of IPv6 has a /64 of addresses: it counts as one.
  return case p_scope
    when 'ip' then 'ip:'
      || host(network(set_masklen(p_ip, case family(p_ip) when 6 then 64 else 32 end)))
    when 'key' then 'key:' || p_scope_id
    else 'user:' || p_user_id end;
end;
$$;
comment on function private.rate_subject is 'Whose bucket a rolling limit fills.';

create function private.rate_level(p_window private.rate_window, p_at timestamptz)
returns double precision
language plpgsql
immutable
set search_path = ''
as $$
begin
  return greatest(0, p_window.level
    - greatest(0, extract(epoch from p_at - p_window.leaked_at)::double precision)
      * p_window.allowance / p_window.window_seconds);
end;
$$;
comment on function private.rate_level is 'How full a bucket is at a moment.';

create function private.open_answers(p_user_id uuid)
returns bigint
language plpgsql
stable
set search_path = ''
as $$
begin
  return (select count(*) from public.turns where user_id = p_user_id and state = 'streaming')
    + (select count(*) from public.actions
      where user_id = p_user_id and state = 'running' and action = 'completion');
end;
$$;
comment on function private.open_answers is
  'How many answers a person is being given: in conversations and over the API.';

create function private.limit_state(
  p_limit public.plan_limits, p_user_id uuid, p_ip inet, p_scope_id uuid)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  v_window private.rate_window;
  v_used bigint;
  v_resets_at timestamptz := private.window_end(p_limit.window_kind, now());
begin
  if p_limit.window_kind = 'rolling' then
    select * into v_window from private.rate_window
    where subject = private.rate_subject(p_limit.scope, p_user_id, p_ip, p_scope_id)
      and meter = p_limit.meter and window_seconds = p_limit.window_seconds
      and allowance = p_limit.allowance;
    v_used := coalesce(ceil(private.rate_level(v_window, now())), 0);
    v_resets_at := now() + private.rate_level(v_window, now())
      * p_limit.window_seconds / p_limit.allowance * interval '1 second';
  elsif p_limit.window_kind = 'at_once' then
    v_used := private.open_answers(p_user_id);
  elsif p_limit.window_kind = 'kept' then
    v_used := private.count_own_characters(p_user_id);
  elsif p_limit.window_kind <> 'request' then
    v_used := (
      select used from private.allowance_count
      where user_id = p_user_id and meter = p_limit.meter
        and window_kind = p_limit.window_kind and scope_id = p_scope_id
        and starts_on = private.window_start(p_limit.window_kind, now()));
  end if;
  return jsonb_build_object(
    'meter', p_limit.meter,
    'scope', p_limit.scope,
    'window', p_limit.window_kind,
    'window_seconds', nullif(p_limit.window_seconds, 0),
    'allowance', p_limit.allowance,
    'used', coalesce(v_used, 0),
    'left', greatest(0, p_limit.allowance - coalesce(v_used, 0)),
    'resets_at', v_resets_at);
end;
$$;
comment on function private.limit_state is
  'How a limit stands for a person, an address and a character or an API key: allowance, used, '
  'left, resets_at.';

create function private.prune_limits()
returns integer
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_pruned integer;
begin
  -- What somebody is using right now is left for the next time: this must never wait.
  with pruned as (
    delete from private.rate_window where ctid = any (array(
      select ctid from private.rate_window
      where leaked_at < now() - window_seconds * interval '1 second'
      limit 50000
      for update skip locked))
    returning 1
  )
  select count(*) into v_pruned from pruned;
  delete from private.allowance_count where ctid = any (array(
    select ctid from private.allowance_count
    where window_kind <> 'ever' and starts_on < (now() at time zone 'UTC')::date - 40
    limit 50000
    for update skip locked));
  -- What is still at work may fail, and then gives back.
  delete from private.allowance_reservation where id = any (array(
    select id from private.allowance_reservation as reservation
    where created_at < now() - interval '2 days'
      and not exists (
        select from private.ledger_hold where id = reservation.id and state = 'held')
    limit 50000
    for update skip locked));
  return v_pruned;
end;
$$;
comment on function private.prune_limits is
  'Forgets windows that are over; returns how many rolling ones.';

select cron.schedule('prune_limits', '*/5 * * * *', 'select private.prune_limits()');
