-- payment_admin: how admins look after the inbox of payments: list, inspect, replay, mark, count.
-- Callers: active admins with their own token; everybody else gets PT403.

create function private.require_payment_event(p_id bigint)
returns private.payment_event
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_event private.payment_event;
begin
  select * into v_event from private.payment_event where id = p_id for no key update;
  if not found then
    raise sqlstate 'PT404' using
      message = 'payment_event_not_found', hint = 'There is no such event.';
  end if;
  return v_event;
end;
$$;
comment on function private.require_payment_event is 'An event, locked. PT404.';

create function public.list_payment_events(
  p_state text default null, p_before_id bigint default null, p_limit integer default 50)
returns table (
  id bigint, provider text, provider_id text, type text, object_kind text, object_id text,
  occurred_at timestamptz, received_at timestamptz, deliveries integer, state text,
  attempts integer, last_error text, note text, finished_at timestamptz)
language plpgsql
volatile
security definer -- Definer because nobody may read the inbox.
set search_path = ''
as $$
begin
  perform private.audit_as_admin('list_payment_events', 'payments', jsonb_build_object(
    'state', p_state, 'before_id', p_before_id));
  return query
    select event.id, event.provider, event.provider_id, event.type, event.object_kind,
      event.object_id, event.occurred_at, event.received_at, event.deliveries, event.state,
      event.attempts, event.last_error, event.note, event.finished_at
    from private.payment_event as event
    where (p_state is null or event.state = p_state)
      and (p_before_id is null or event.id < p_before_id)
    order by event.id desc
    limit least(p_limit, 200);
end;
$$;
comment on function public.list_payment_events is
  'Events, newest first, of one state or all; page by id. `dead` are those given up. PT403.';

create function public.read_payment_event(p_id bigint)
returns jsonb
language plpgsql
volatile
security definer -- Definer because nobody may read the inbox.
set search_path = ''
as $$
begin
  perform private.audit_as_admin('read_payment_event', p_id::text, '{}');
  return to_jsonb(private.require_payment_event(p_id)) - 'message_id';
end;
$$;
comment on function public.read_payment_event is 'An event with its raw body. PT403, PT404.';

create function public.replay_payment_event(p_id bigint)
returns void
language plpgsql
volatile
security definer -- Definer because nobody may write the inbox.
set search_path = ''
as $$
declare
  v_event private.payment_event;
begin
  perform private.audit_as_admin('replay_payment_event', p_id::text, '{}');
  v_event := private.require_payment_event(p_id);
  if v_event.state = 'received' then
    perform pgmq.set_vt('payments', v_event.message_id, 0);
  else
    perform private.queue_payment_event(p_id);
  end if;
  perform private.wake_worker();
end;
$$;
comment on function public.replay_payment_event is
  'Works an event off again, at once; what took effect does not again. PT403, PT404.';

create function public.mark_payment_event(p_id bigint, p_note text)
returns void
language plpgsql
volatile
security definer -- Definer because nobody may write the inbox.
set search_path = ''
as $$
declare
  v_event private.payment_event;
begin
  perform private.audit_as_admin('mark_payment_event', p_id::text, jsonb_build_object(
    'note', left(p_note, 500)));
  v_event := private.require_payment_event(p_id);
  if p_note is null or p_note !~ '\S' or char_length(p_note) > 500 then
    raise sqlstate 'PT400' using
      message = 'invalid_request',
      detail = jsonb_build_object('path', 'p_note')::text,
      hint = 'Say in 1 to 500 characters what was done.';
  end if;
  if v_event.state not in ('dead', 'ignored') then
    raise sqlstate 'PT409' using
      message = 'payment_event_not_open',
      detail = jsonb_build_object('state', v_event.state)::text,
      hint = 'Only an event that was given up or ignored is dealt with by hand.';
  end if;
  update private.payment_event set state = 'resolved', note = p_note where id = p_id;
end;
$$;
comment on function public.mark_payment_event is
  'Notes that an event was dealt with by hand, and how. PT400, PT403, PT404, PT409.';

create function public.read_payment_stats(p_from date, p_to date)
returns table (
  day date, provider text, type text, events bigint, deliveries bigint, processed bigint,
  ignored bigint, waiting bigint, dead bigint, resolved bigint, retried bigint,
  mean_latency_ms bigint)
language plpgsql
volatile
security definer -- Definer because nobody may read the inbox.
set search_path = ''
as $$
begin
  perform private.audit_as_admin('read_payment_stats', 'payments', jsonb_build_object(
    'from', p_from, 'to', p_to));
  return query
    select (event.received_at at time zone 'UTC')::date, event.provider, event.type, count(*),
      sum(event.deliveries)::bigint, count(*) filter (where event.state = 'processed'),
      count(*) filter (where event.state = 'ignored'),
      count(*) filter (where event.state = 'received'),
      count(*) filter (where event.state = 'dead'),
      count(*) filter (where event.state = 'resolved'),
      count(*) filter (where event.attempts > 1),
      (avg(extract(epoch from event.finished_at - event.received_at)) * 1000)::bigint
    from private.payment_event as event
    where event.received_at >= p_from::timestamp at time zone 'UTC'
      and event.received_at < (p_to + 1)::timestamp at time zone 'UTC'
    group by 1, 2, 3
    union all
    select refusal.day, refusal.provider, 'refused: ' || refusal.reason, 0, refusal.count, 0, 0,
      0, 0, 0, 0, null
    from private.payment_refusal as refusal
    where refusal.day between p_from and p_to
    order by 1, 2, 3;
end;
$$;
comment on function public.read_payment_stats is
  'Events by UTC day, provider and type, and what was refused and why. PT403.';

revoke execute on function public.list_payment_events, public.read_payment_event,
  public.replay_payment_event, public.mark_payment_event, public.read_payment_stats
  from public, anon, authenticated, service_role;
grant execute on function public.list_payment_events, public.read_payment_event,
  public.replay_payment_event, public.mark_payment_event, public.read_payment_stats
  to authenticated;
