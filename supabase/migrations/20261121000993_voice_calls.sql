-- voice_calls: the calls at OpenAI that carry talks, and how they are hung up. OpenAI bills a call
-- by its tokens for as long as it goes on, up to an hour, so none goes on unpaid: whatever ends a
-- talk queues, in the same transaction, that its call is hung up.
-- Callers: the chat function opens a talk with its call; triggers end calls; the worker claims
-- hang-ups and says what OpenAI answered, as the service role.
-- States: open -> ending -> over
--                 ending -> unknown   (OpenAI said nothing for two hours; its own limit is one)
--
-- Invariants
--   a device gets OpenAI's answer to its offer only after the call stands here
--   a talk has one open call, that of its newest offer, and only while it runs
--   a call that is ending stays in the queue until OpenAI has said that it is over
-- What a worker that died left between OpenAI's answer and open_voice is known to nobody: no device
-- has that answer, and without it none can connect.

create table private.voice_call (
  call_id text not null,
  session_id uuid,
  nr integer not null,
  state text not null default 'open',
  opened_at timestamptz not null default now(),
  ending_at timestamptz,
  over_at timestamptz,
  constraint voice_call_pkey primary key (call_id),
  constraint voice_call_session_id_nr_key unique (session_id, nr),
  constraint voice_call_session_id_fkey
    foreign key (session_id) references public.voice_sessions (id) on delete set null,
  constraint voice_call_call_id_check check (call_id ~ '^[A-Za-z0-9_-]{1,200}$'),
  constraint voice_call_nr_check check (nr >= 1),
  constraint voice_call_state_check check (
    case state when 'open' then ending_at is null and over_at is null
               when 'ending' then ending_at is not null and over_at is null
               when 'over' then over_at is not null
               when 'unknown' then ending_at is not null and over_at is null
               else false end)
);
comment on table private.voice_call is
  'A call at OpenAI that carries a talk, by OpenAI''s id; its talk goes with the account.';
comment on column private.voice_call.nr is 'The voice_sessions.call_nr that it was asked for with.';

create unique index voice_call_session_id_open_idx on private.voice_call (session_id)
  where state = 'open';

alter table private.voice_call enable row level security;

select pgmq.create('hangups');

create function private.queue_hangup()
returns trigger
language plpgsql
volatile
security definer -- Definer because whoever ends a talk may not write the queue.
set search_path = ''
as $$
begin
  perform pgmq.send('hangups', jsonb_build_object('call_id', new.call_id));
  perform private.wake_worker();
  return null;
end;
$$;
comment on function private.queue_hangup is 'Lets the worker hang up a call.';

create trigger voice_call_queue_hangup after insert or update of state on private.voice_call
  for each row when (new.state = 'ending')
  execute function private.queue_hangup();

create function private.end_calls()
returns trigger
language plpgsql
volatile
security definer -- Definer because whoever ends a talk may not write its calls.
set search_path = ''
as $$
begin
  update private.voice_call set state = 'ending', ending_at = now()
  where session_id = old.id and state = 'open';
  return old;
end;
$$;
comment on function private.end_calls is 'Has the call of a talk hung up.';

create trigger voice_sessions_end_calls after update on public.voice_sessions
  for each row when ((old.ended_at is null and new.ended_at is not null)
    or (old.error_code is null and new.error_code is not null))
  execute function private.end_calls();
create trigger voice_sessions_end_calls_before_delete before delete on public.voice_sessions
  for each row execute function private.end_calls();

create function public.open_voice(p_session_id uuid, p_call_nr integer, p_call_id text)
returns jsonb
language plpgsql
volatile
security definer -- Definer because the service role may not write talks.
set search_path = ''
as $$
declare
  v_session public.voice_sessions := private.lock_voice(p_session_id);
  v_refusal text := case
    when private.is_voice_over(v_session) then 'voice_ended'
    when exists (select from private.voice_call
      where session_id = p_session_id and nr > p_call_nr) then 'voice_replaced' end;
begin
  if v_refusal is null then
    update private.voice_call set state = 'ending', ending_at = now()
    where session_id = p_session_id and state = 'open' and nr < p_call_nr;
  end if;
  insert into private.voice_call (call_id, session_id, nr, state, ending_at)
  values (p_call_id, p_session_id, p_call_nr,
    case when v_refusal is null then 'open' else 'ending' end,
    case when v_refusal is not null then now() end)
  on conflict on constraint voice_call_pkey do nothing;
  if v_refusal is null and v_session.state = 'starting' then
    update public.voice_sessions
    set state = 'running', opened_at = now(),
      held_until = now() + make_interval(secs => held_seconds)
    where id = p_session_id
    returning * into v_session;
    perform private.note_call('openai', v_session.model, true, null, v_session.created_at);
  end if;
  return jsonb_build_object('refusal', v_refusal, 'receipt', private.voice_receipt(v_session));
end;
$$;
comment on function public.open_voice is
  'OpenAI has answered that offer with that call: the time of the talk runs from the first one on, '
  'and a call of an older offer is hung up. So is this one, and its answer not to be handed out, '
  'where refusal says why: voice_ended, or voice_replaced by a newer offer''s. PT404.';
revoke execute on function public.open_voice from public, anon, authenticated;
grant execute on function public.open_voice to service_role;

create function public.claim_hangups(p_count integer)
returns table (message_id bigint, call_id text)
language plpgsql
volatile
security definer -- Definer because nobody may read the queue.
set search_path = ''
as $$
begin
  -- A worker that dies has them for that long.
  return query
    select msg_id, message ->> 'call_id' from pgmq.read('hangups', 20, least(p_count, 20));
end;
$$;
comment on function public.claim_hangups is
  'Up to so many calls to hang up, for 20 seconds nobody else''s.';

create function public.finish_hangup(p_message_id bigint, p_call_id text, p_is_known boolean)
returns void
language plpgsql
volatile
security definer -- Definer because nobody may write calls or the queue.
set search_path = ''
as $$
begin
  -- Nobody connected yet, perhaps: somebody still may.
  perform from private.voice_call
  where call_id = p_call_id and not p_is_known and opened_at > now() - interval '1 minute';
  if found then
    perform pgmq.set_vt('hangups', p_message_id, 5);
    return;
  end if;
  update private.voice_call set state = 'over', over_at = now()
  where call_id = p_call_id and state = 'ending';
  perform pgmq.delete('hangups', p_message_id);
end;
$$;
comment on function public.finish_hangup is
  'OpenAI hung up, or knows no such call. Of a call younger than a minute the latter is no proof '
  'that nobody can connect: it is asked again each 5 seconds until then.';

create function public.postpone_hangup(p_message_id bigint)
returns void
language plpgsql
volatile
security definer -- Definer because nobody may write calls or the queue.
set search_path = ''
as $$
begin
  update private.voice_call set state = 'unknown'
  where ending_at < now() - interval '2 hours' and state = 'ending' and call_id = (
    select message ->> 'call_id' from pgmq.q_hangups where msg_id = p_message_id);
  if found then
    perform pgmq.delete('hangups', p_message_id);
  else
    perform pgmq.set_vt('hangups', p_message_id, least(60, 2 ^ least(read_ct, 6))::integer)
    from pgmq.q_hangups where msg_id = p_message_id;
  end if;
end;
$$;
comment on function public.postpone_hangup is
  'OpenAI did not say that a call is over: it is asked again in 2 s, 4 s ... a minute, for two '
  'hours.';

revoke execute on function public.claim_hangups, public.finish_hangup, public.postpone_hangup
  from public, anon, authenticated, service_role;
grant execute on function public.claim_hangups, public.finish_hangup, public.postpone_hangup
  to service_role;
