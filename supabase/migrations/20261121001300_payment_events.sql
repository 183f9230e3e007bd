-- payment_events: the inbox of what payment providers report. Stored raw first, each event once,
-- then worked off by the worker function through a queue.
-- Callers: the webhooks function stores, the worker claims and finishes; both as the service role.
-- What was refused: payment_refusals.
-- States: received -> processed | ignored    done, or nothing of ours
--         received -> dead                   given up, after twenty tries or at once
--         all others -> received             an admin replays it; dead: also when sent anew
--         dead | ignored -> resolved         an admin has dealt with it by hand
--
-- Invariants
--   an event is there once, by provider and its id (unique key)
--   an event that is received has one message in the queue, and no other has any
--   of one object of a provider one worker at a time reads and applies the newest (lease)

create table private.payment_event (
  id bigint generated always as identity,
  provider text not null,
  provider_id text not null,
  type text not null,
  -- What it is about, as the worker asks the provider for it: 'subscription', 'sub_1'.
  object_kind text not null,
  object_id text not null,
  is_live boolean not null,
  body text not null,
  occurred_at timestamptz not null,
  received_at timestamptz not null default now(),
  deliveries integer not null default 1,
  state text not null default 'received',
  message_id bigint,
  attempts integer not null default 0,
  last_error text,
  note text,
  finished_at timestamptz,
  constraint payment_event_pkey primary key (id),
  constraint payment_event_provider_provider_id_key unique (provider, provider_id),
  constraint payment_event_provider_check
    check (provider in ('stripe', 'lemonsqueezy', 'paypal')),
  constraint payment_event_provider_id_check check (char_length(provider_id) between 1 and 120),
  constraint payment_event_type_check check (char_length(type) between 1 and 100),
  constraint payment_event_object_kind_check check (char_length(object_kind) between 1 and 60),
  constraint payment_event_object_id_check check (char_length(object_id) between 1 and 255),
  constraint payment_event_body_check check (octet_length(body) <= 1048576),
  constraint payment_event_state_check
    check (state in ('received', 'processed', 'ignored', 'dead', 'resolved')),
  constraint payment_event_message_id_check check ((state = 'received') = (message_id is not null)),
  constraint payment_event_finished_at_check
    check ((state = 'received') = (finished_at is null)),
  constraint payment_event_last_error_check check (char_length(last_error) <= 2000),
  constraint payment_event_note_check check (char_length(note) between 1 and 500)
);
comment on table private.payment_event is 'What providers reported, raw, and what became of it.';
comment on column private.payment_event.deliveries is 'How often the provider sent it.';

create index payment_event_state_id_idx on private.payment_event (state, id desc);
create index payment_event_object_id_idx on private.payment_event (provider, object_id);

create table private.payment_lease (
  object_key text not null,
  leased_at timestamptz not null,
  expires_at timestamptz not null,
  constraint payment_lease_pkey primary key (object_key),
  constraint payment_lease_object_key_check check (char_length(object_key) between 1 and 400)
);
comment on table private.payment_lease is
  'Who reads an object from its provider now; leased_at is the version of what is read.';

alter table private.payment_event enable row level security;
alter table private.payment_lease enable row level security;

select pgmq.create('payments');

-- In --------------------------------------------------------------------------------------------

create function public.store_payment_event(
  p_provider text, p_provider_id text, p_type text, p_object_kind text, p_object_id text,
  p_is_live boolean, p_occurred_at timestamptz, p_body text)
returns boolean
language plpgsql
volatile
security definer -- Definer because nobody may write the inbox or its queue.
set search_path = ''
as $$
declare
  v_id bigint;
  v_is_new boolean;
begin
  insert into private.payment_event (provider, provider_id, type, object_kind, object_id, is_live,
    occurred_at, body, message_id)
  values (p_provider, p_provider_id, p_type, p_object_kind, p_object_id, p_is_live,
    p_occurred_at, p_body, 0)
  on conflict on constraint payment_event_provider_provider_id_key do nothing
  returning id into v_id;
  v_is_new := v_id is not null;
  if not v_is_new then
    update private.payment_event set deliveries = deliveries + 1
    where provider = p_provider and provider_id = p_provider_id
    returning case state when 'dead' then id end into v_id;
  end if;
  if v_id is not null then
    perform private.queue_payment_event(v_id);
    perform private.wake_worker();
  end if;
  return v_is_new;
end;
$$;
comment on function public.store_payment_event is
  'Keeps an event whose signature was checked and queues it; false when it was there already. One '
  'that is dead and sent anew is queued again.';

create function private.queue_payment_event(p_id bigint)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  update private.payment_event
  set state = 'received', finished_at = null, attempts = 0, last_error = null,
    message_id = (
      select message_id from pgmq.send('payments', jsonb_build_object('event_id', p_id))
        as message_id)
  where id = p_id;
end;
$$;
comment on function private.queue_payment_event is 'Puts an event into the queue, as new.';

-- Out -------------------------------------------------------------------------------------------

create function public.claim_payment_events(p_count integer)
returns table (
  id bigint, provider text, type text, object_kind text, object_id text, body text,
  attempts integer)
language plpgsql
volatile
security definer -- Definer because nobody may read the inbox or its queue.
set search_path = ''
as $$
declare
  -- A worker that dies has them for a minute; then somebody else gets them. In a statement before
  -- the one that looks up their events: that one sees all that was stored with a message.
  v_ids bigint[] := array(
    select (message ->> 'event_id')::bigint from pgmq.read('payments', 60, least(p_count, 50)));
begin
  return query
    select event.id, event.provider, event.type, event.object_kind, event.object_id, event.body,
      event.attempts
    from private.payment_event as event
    where event.id = any (v_ids) and event.state = 'received'
    order by event.id;
end;
$$;
comment on function public.claim_payment_events is
  'Up to so many events that are due, for a minute nobody else''s.';

create function public.finish_payment_event(p_id bigint, p_is_ours boolean)
returns void
language plpgsql
volatile
security definer -- Definer because nobody may write the inbox or its queue.
set search_path = ''
as $$
declare
  v_event private.payment_event;
begin
  select * into v_event from private.payment_event where id = p_id for no key update;
  -- Finished already by whoever had it before: nothing is left to do.
  if v_event.state = 'received' then
    perform pgmq.delete('payments', v_event.message_id);
    update private.payment_event
    set state = case when p_is_ours then 'processed' else 'ignored' end, message_id = null,
      attempts = v_event.attempts + 1, finished_at = now()
    where id = p_id;
  end if;
end;
$$;
comment on function public.finish_payment_event is
  'The event is done: it took effect, or is none of ours. Again it changes nothing.';

create function public.fail_payment_event(p_id bigint, p_error text, p_is_final boolean)
returns text
language plpgsql
volatile
security definer -- Definer because nobody may write the inbox or its queue.
set search_path = ''
as $$
declare
  c_max_attempts constant integer := 20;
  v_event private.payment_event;
begin
  select * into v_event from private.payment_event where id = p_id for no key update;
  if v_event.state is distinct from 'received' then
    return v_event.state;
  end if;
  if p_is_final or v_event.attempts + 1 >= c_max_attempts then
    perform pgmq.delete('payments', v_event.message_id);
    update private.payment_event
    set state = 'dead', message_id = null, attempts = v_event.attempts + 1,
      last_error = left(p_error, 2000), finished_at = now()
    where id = p_id;
    return 'dead';
  end if;
  -- 2 s, 4 s, ... an hour: together about nine hours.
  perform pgmq.set_vt(
    'payments', v_event.message_id, least(3600, 2 ^ (v_event.attempts + 1))::integer);
  update private.payment_event
  set attempts = v_event.attempts + 1, last_error = left(p_error, 2000)
  where id = p_id;
  return 'received';
end;
$$;
comment on function public.fail_payment_event is
  'The event could not be worked off: it comes again later, or is dead. Returns its state.';

create function public.postpone_payment_event(p_id bigint)
returns void
language plpgsql
volatile
security definer -- Definer because nobody may write the queue.
set search_path = ''
as $$
begin
  perform pgmq.set_vt('payments', message_id, 1) from private.payment_event
  where id = p_id and state = 'received';
end;
$$;
comment on function public.postpone_payment_event is
  'Somebody else reads the event''s object now: it comes again in a second, and counts no failure.';

create function public.lease_payment_object(p_object_key text)
returns timestamptz
language plpgsql
volatile
security definer -- Definer because nobody may write leases.
set search_path = ''
as $$
declare
  v_leased_at timestamptz;
begin
  insert into private.payment_lease as lease (object_key, leased_at, expires_at)
  values (p_object_key, clock_timestamp(), clock_timestamp() + interval '30 seconds')
  on conflict on constraint payment_lease_pkey do update
  set leased_at = excluded.leased_at, expires_at = excluded.expires_at
  where lease.expires_at <= excluded.leased_at
  returning leased_at into v_leased_at;
  return v_leased_at;
end;
$$;
comment on function public.lease_payment_object is
  'The version of what the caller is about to read of an object; null while somebody else reads '
  'it. What a caller read whose lease was lost meanwhile is older, and never overwrites.';

create function public.release_payment_object(p_object_key text, p_leased_at timestamptz)
returns void
language plpgsql
volatile
security definer -- Definer because nobody may write leases.
set search_path = ''
as $$
begin
  delete from private.payment_lease
  where object_key = p_object_key and leased_at = p_leased_at;
end;
$$;
comment on function public.release_payment_object is 'The caller has applied what it read.';

revoke execute on function public.store_payment_event, public.claim_payment_events,
  public.finish_payment_event, public.fail_payment_event,
  public.postpone_payment_event, public.lease_payment_object, public.release_payment_object
  from public, anon, authenticated, service_role;
grant execute on function public.store_payment_event, public.claim_payment_events,
  public.finish_payment_event, public.fail_payment_event,
  public.postpone_payment_event, public.lease_payment_object, public.release_payment_object
  to service_role;
