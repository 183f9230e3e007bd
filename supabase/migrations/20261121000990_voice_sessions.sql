-- voice_sessions: talking to a character: minutes held while the talk goes on, and its receipt.
-- Callers: the chat function through begin_voice, open_voice and fail_voice; the person through
-- renew_voice and end_voice; the sweep. A person reads own rows: each is the receipt of its talk.
-- States: starting -> running -> complete
--         starting -> failed
-- Cut is who may not talk any more: error_code says why, held_until is over, the sweep charges.
--
-- Sound goes between the person and OpenAI, never through here: what is sold is time, by this
-- clock, from the moment when OpenAI's answer is handed out (opened_at) to the end, at most to
-- held_until. A span of time is held before it is used: the first one at the start, each next one
-- when half a minute of the last is left. In the end the seconds are priced as one talk, by
-- action_prices, and the spans pay in their order; what is left of them is given back.
-- The calls that carry it, and how they are hung up: the voice_calls migration.
--
-- Invariants
--   a person has one talk at a time that is starting or running
--   the client's key makes a talk happen once; one that failed frees its key
--   held_seconds and held_credits are the sums of the spans; nothing beyond them is ever charged
--   a repeat of a start gets another call for the same talk, which ends the one before
-- Lock order: profile (key share), conversation, talk, its calls, wallet, limits, accounts, hold.

alter table public.characters add column voice text;
alter table public.characters add column voice_model text not null default 'gpt-realtime-2';
alter table public.characters
  add constraint characters_voice_check check (voice ~ '^[a-z0-9_-]{1,40}$'),
  add constraint characters_voice_model_check check (char_length(voice_model) between 1 and 100);
comment on column public.characters.voice is
  'One of the voices of OpenAI''s realtime models; without one nobody can talk to it.';
comment on column public.characters.voice_model is 'The realtime model that speaks for it.';

create table public.voice_sessions (
  id uuid not null default gen_random_uuid(),
  user_id uuid not null,
  conversation_id uuid,
  client_key text not null,
  state text not null default 'starting',
  call_nr integer not null default 1,
  plan text not null,
  model text not null,
  voice text not null,
  pricing text not null,
  price_credits bigint,
  price_per bigint,
  held_seconds bigint not null default 0,
  held_credits bigint not null default 0,
  held_until timestamptz not null default now(),
  seconds bigint,
  charged_credits bigint not null default 0,
  price_id bigint,
  finish_reason text,
  error_code text,
  created_at timestamptz not null default now(),
  opened_at timestamptz,
  ended_at timestamptz,
  constraint voice_sessions_pkey primary key (id),
  constraint voice_sessions_user_id_client_key_key unique (user_id, client_key),
  constraint voice_sessions_user_id_fkey
    foreign key (user_id) references public.profiles (id) on delete cascade,
  constraint voice_sessions_conversation_id_fkey
    foreign key (conversation_id) references public.conversations (id) on delete set null,
  constraint voice_sessions_client_key_check check (char_length(client_key) between 1 and 64),
  constraint voice_sessions_call_nr_check check (call_nr >= 1),
  constraint voice_sessions_plan_check check (char_length(plan) between 1 and 40),
  constraint voice_sessions_model_check check (char_length(model) between 1 and 100),
  constraint voice_sessions_voice_check check (char_length(voice) between 1 and 40),
  constraint voice_sessions_pricing_check check (
    case pricing when 'fixed' then price_credits >= 0 and price_per > 0
                 when 'metered' then price_credits is null and price_per is null
                 else false end),
  constraint voice_sessions_state_check check (
    case state when 'starting' then opened_at is null and ended_at is null
               when 'running' then opened_at is not null and ended_at is null
               when 'complete' then opened_at is not null and ended_at is not null
               when 'failed' then opened_at is null and ended_at is not null
               else false end),
  constraint voice_sessions_seconds_check check (seconds between 0 and held_seconds
    and (seconds is null) = (ended_at is null)),
  constraint voice_sessions_charged_credits_check check (charged_credits between 0 and held_credits
    and (state = 'complete' or charged_credits = 0)),
  constraint voice_sessions_finish_reason_check check (
    case when state <> 'complete' then finish_reason is null
         when error_code is null then finish_reason in ('stopped', 'expired')
         else finish_reason = 'cut' end),
  constraint voice_sessions_error_code_check check (char_length(error_code) <= 60)
);
comment on table public.voice_sessions is 'A talk with a character, and its receipt.';
comment on column public.voice_sessions.held_until is
  'When it ends unless it is renewed; while it is starting, when it is given up.';
comment on column public.voice_sessions.error_code is 'Why it failed, or was cut.';
comment on column public.voice_sessions.call_nr is 'How often OpenAI was asked to connect it.';

create unique index voice_sessions_user_id_open_idx on public.voice_sessions (user_id)
  where state in ('starting', 'running');
create index voice_sessions_held_until_idx on public.voice_sessions (held_until)
  where state in ('starting', 'running');
create index voice_sessions_conversation_id_idx on public.voice_sessions (conversation_id);

create table private.voice_span (
  session_id uuid not null,
  nr integer not null,
  hold_id uuid not null default gen_random_uuid(),
  seconds bigint not null,
  credits bigint not null,
  constraint voice_span_pkey primary key (session_id, nr),
  constraint voice_span_session_id_fkey
    foreign key (session_id) references public.voice_sessions (id) on delete cascade,
  constraint voice_span_hold_id_fkey foreign key (hold_id)
    references private.ledger_hold (id) deferrable initially deferred,
  constraint voice_span_nr_check check (nr >= 1),
  constraint voice_span_seconds_check check (seconds > 0),
  constraint voice_span_credits_check check (credits >= 0)
);
comment on table private.voice_span is 'Time of a talk that is held, and by which hold.';

create unique index voice_span_hold_id_idx on private.voice_span (hold_id);

grant select on public.voice_sessions to authenticated, service_role;

alter table public.voice_sessions enable row level security;
alter table private.voice_span enable row level security;

create policy "People read their own talks"
  on public.voice_sessions for select to authenticated
  using (user_id = (select auth.uid()));

create function private.tell_voice()
returns trigger
language plpgsql
volatile
security definer -- Definer because who talks may not speak as the database.
set search_path = ''
as $$
begin
  perform private.tell('user:' || new.user_id, 'voice', jsonb_build_object(
    'session_id', new.id, 'conversation_id', new.conversation_id, 'state', new.state,
    'held_until', new.held_until, 'seconds', new.seconds,
    'charged_credits', new.charged_credits, 'error_code', new.error_code));
  return null;
end;
$$;
comment on function private.tell_voice is 'Tells a person''s devices of a talk.';

create trigger voice_sessions_tell_changed after update on public.voice_sessions
  for each row when (
    (old.state, old.held_until) is distinct from (new.state, new.held_until)
    and new.state <> 'starting')
  execute function private.tell_voice();

create function private.voice_credits(p_session public.voice_sessions, p_seconds bigint)
returns bigint
language plpgsql
stable
set search_path = ''
as $$
declare
  v_action public.actions;
begin
  v_action.pricing := p_session.pricing;
  v_action.price_credits := p_session.price_credits;
  v_action.price_per := p_session.price_per;
  return private.action_credits(
    v_action, p_seconds, private.voice_cost(private.voice_price(p_session), p_seconds));
end;
$$;
comment on function private.voice_credits is 'Credits for so many seconds of a talk.';

create function private.voice_price(p_session public.voice_sessions)
returns private.model_price
language plpgsql
stable
set search_path = ''
as $$
begin
  return private.model_price_at('openai', p_session.model, p_session.created_at);
end;
$$;
comment on function private.voice_price is 'What the provider asked when a talk began.';

create function private.voice_cost(p_price private.model_price, p_seconds bigint)
returns bigint
language plpgsql
immutable
set search_path = ''
as $$
begin
  return private.unit_cost(p_price, 'voice', p_seconds);
end;
$$;
comment on function private.voice_cost is
  'Micros that so many seconds cost, as far as it can be told: nobody here sees the tokens.';

create function private.voice_minutes(p_from bigint, p_to bigint)
returns bigint
language plpgsql
stable
set search_path = ''
as $$
begin
  return (
    select ceil(p_to::numeric / units_per_count) - ceil(p_from::numeric / units_per_count)
    from private.action_kind where action = 'voice');
end;
$$;
comment on function private.voice_minutes is
  'How many minutes begin after one second of a talk and up to another.';

create function private.voice_receipt(p_session public.voice_sessions)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  v_is_open boolean := p_session.ended_at is null;
begin
  return jsonb_build_object(
    'session_id', p_session.id, 'conversation_id', p_session.conversation_id,
    'state', p_session.state, 'plan', p_session.plan, 'model', p_session.model,
    'voice', p_session.voice, 'held_seconds', p_session.held_seconds,
    'held_credits', p_session.held_credits, 'held_until', p_session.held_until,
    'seconds_left', case when v_is_open then
      greatest(0, floor(extract(epoch from p_session.held_until - now())))::bigint end,
    'seconds', p_session.seconds, 'charged_credits', p_session.charged_credits,
    'refunded_credits',
      case when v_is_open then 0 else p_session.held_credits - p_session.charged_credits end,
    'available_credits', private.available_credits(p_session.user_id),
    'finish_reason', p_session.finish_reason, 'error_code', p_session.error_code);
end;
$$;
comment on function private.voice_receipt is 'What a talk held, cost and gave back.';

create function private.is_voice_over(p_session public.voice_sessions)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  return p_session.ended_at is not null or p_session.error_code is not null
    or (p_session.state = 'running' and p_session.held_until <= now());
end;
$$;
comment on function private.is_voice_over is
  'Whether a talk has ended, was cut, or has used what was held, charged or not.';

create function private.voice_ended(p_session public.voice_sessions)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  raise sqlstate 'PT409' using
    message = 'voice_ended',
    detail = jsonb_build_object('receipt', private.voice_receipt(p_session))::text,
    hint = 'This talk is over; start another one.';
end;
$$;
comment on function private.voice_ended is 'Raises PT409 with the receipt of a talk that is over.';
