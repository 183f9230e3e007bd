-- turns: one message of a person, one answer of the character, one charge.
-- Callers: the chat function (service role) through begin_turn, begin_edit, begin_regeneration,
-- begin_continuation, checkpoint_turn, settle_turn and read_turn; the person through stop_turn; the
-- sweep. Who starts a turn pays for it, and alone reads it: a row is the receipt of its answer.
--
-- Operations: send, and three that have a source, the message that they start from:
--   edit        another question beside the source
--   regenerate  another answer beside the source
--   continue    more of the source, an answer that was cut
--
-- States of a turn, and of its answer, which moves with it:
--   streaming -> complete | stopped | interrupted | failed
--   failed -> streaming                                the same message sent again: a new attempt
--   interrupted | stopped | failed -> complete | stopped | interrupted
--                                                      a settlement later than the sweep
--
-- What is charged, at most what was held:
--   complete               the price of the answer: fixed, or metered by its tokens
--   stopped, interrupted   fixed: the part of it that was delivered, at least one credit
--                          metered: its tokens as far as they are known or can be counted
--   failed                 nothing; and if nothing was seen of it, it counts for no quota
--
-- The client's message id is the idempotency key of message, hold, answer and charge. What has a
-- source needs no key: once the source is edited, regenerated or continued, asking again joins.
-- Lock order: profile (key share), conversation, turn, wallet, limits, accounts and hold,
-- messages. Deleting an account goes the same way, from the profile down.

create table public.turns (
  id uuid not null default gen_random_uuid(),
  user_id uuid not null,
  conversation_id uuid not null,
  client_message_id text not null,
  fingerprint text not null,
  operation text not null default 'send',
  answer_kind text,
  source_message_id uuid,
  left_message_id uuid,
  user_message_id uuid not null default gen_random_uuid(),
  assistant_message_id uuid not null default gen_random_uuid(),
  hold_id uuid not null default gen_random_uuid(),
  attempt integer not null default 1,
  state text not null default 'streaming',
  plan text not null,
  model text not null,
  models text[] not null default '{}',
  pricing text not null,
  max_output_tokens integer not null,
  input_tokens_estimate integer,
  held_credits bigint not null,
  charged_credits bigint not null default 0,
  price_id bigint,
  input_tokens integer,
  cached_input_tokens integer,
  output_tokens integer,
  finish_reason text,
  error_code text,
  started_at timestamptz not null default now(),
  stop_requested_at timestamptz,
  settled_at timestamptz,
  constraint turns_pkey primary key (id),
  constraint turns_user_id_client_message_id_key unique (user_id, client_message_id),
  constraint turns_user_id_fkey
    foreign key (user_id) references public.profiles (id) on delete cascade,
  constraint turns_conversation_id_fkey
    foreign key (conversation_id) references public.conversations (id) on delete cascade,
  -- Deferred: the turn comes first, so that a concurrent twin stops at its key and writes nothing;
  -- its messages and its hold follow under the ids that it gave them.
  constraint turns_user_message_id_fkey foreign key (user_message_id)
    references public.messages (id) on delete cascade deferrable initially deferred,
  constraint turns_assistant_message_id_fkey foreign key (assistant_message_id)
    references public.messages (id) on delete cascade deferrable initially deferred,
  constraint turns_source_message_id_fkey foreign key (source_message_id)
    references public.messages (id) on delete cascade,
  constraint turns_left_message_id_fkey foreign key (left_message_id)
    references public.messages (id) on delete set null,
  constraint turns_operation_check check (
    operation in ('send', 'edit', 'regenerate', 'continue')
    and (operation = 'send') = (source_message_id is null)),
  constraint turns_answer_kind_check check (answer_kind in ('text', 'audio', 'media')),
  constraint turns_hold_id_fkey foreign key (hold_id)
    references private.ledger_hold (id) deferrable initially deferred,
  constraint turns_client_message_id_check check (char_length(client_message_id) between 1 and 64),
  constraint turns_fingerprint_check check (fingerprint ~ '^[0-9a-f]{64}$'),
  constraint turns_plan_check check (char_length(plan) between 1 and 40),
  constraint turns_model_check check (char_length(model) between 1 and 100),
  constraint turns_models_check check (cardinality(models) <= 6),
  constraint turns_attempt_check check (attempt between 1 and 1000),
  constraint turns_state_check
    check (state in ('streaming', 'complete', 'stopped', 'interrupted', 'failed')),
  constraint turns_charged_credits_check check (
    charged_credits between 0 and held_credits
    and (state not in ('streaming', 'failed') or charged_credits = 0)),
  constraint turns_pricing_check check (pricing in ('fixed', 'metered')),
  constraint turns_tokens_check check (
    input_tokens >= 0 and cached_input_tokens >= 0 and output_tokens >= 0),
  constraint turns_finish_reason_check check (char_length(finish_reason) <= 40),
  constraint turns_error_code_check check (char_length(error_code) <= 60),
  constraint turns_settled_at_check check ((state = 'streaming') = (settled_at is null))
);
comment on table public.turns is 'A message, its answer and their charge: the receipt.';
comment on column public.turns.left_message_id is
  'The last message that was shown when another branch was begun: shown again if nothing comes.';
comment on column public.turns.held_credits is 'The estimate that was reserved before the answer.';
comment on column public.turns.models is
  'Whose words are in the answer, in order; model is the one that was asked for and is paid.';
comment on column public.turns.input_tokens_estimate is
  'A bound of what the model is asked, made where the price or a limit is by tokens.';
comment on column public.turns.answer_kind is
  'What kind of answer was asked for; null where the character decides.';
comment on column public.turns.price_id is
  'The version of the model''s price by which the answer was charged or its cost recorded.';
comment on column public.turns.fingerprint is
  'SHA-256 of the payload: the same client message id with another payload is a conflict.';

create index turns_conversation_id_idx on public.turns (conversation_id);
create index turns_conversation_id_streaming_idx on public.turns (conversation_id)
  where state = 'streaming';
create index turns_user_id_streaming_idx on public.turns (user_id) where state = 'streaming';
create index turns_user_message_id_idx on public.turns (user_message_id);
create index turns_user_message_id_failed_idx on public.turns (user_message_id)
  where state = 'failed';
create index turns_source_message_id_idx on public.turns (source_message_id)
  where source_message_id is not null;
create index turns_left_message_id_idx on public.turns (left_message_id)
  where left_message_id is not null;
create unique index turns_assistant_message_id_idx on public.turns (assistant_message_id);
create unique index turns_hold_id_idx on public.turns (hold_id);

grant select on public.turns to authenticated, service_role;

alter table public.turns enable row level security;

create policy "People read their own turns"
  on public.turns for select to authenticated
  using (user_id = (select auth.uid()));

-- Legal moves -------------------------------------------------------------------------------------

create function private.require_legal_move()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
begin
  if (old.state, new.state) not in (
    ('streaming', 'complete'), ('streaming', 'stopped'),
    ('streaming', 'interrupted'), ('streaming', 'failed'),
    ('failed', 'streaming'),
    ('interrupted', 'complete'), ('interrupted', 'stopped'),
    ('stopped', 'complete'), ('stopped', 'interrupted'),
    ('failed', 'complete'), ('failed', 'stopped'), ('failed', 'interrupted')
  ) then
    raise exception 'illegal_state_move' using
      errcode = 'check_violation',
      detail = format('%s: %s -> %s', tg_table_name, old.state, new.state);
  end if;
  return new;
end;
$$;
comment on function private.require_legal_move is 'Refuses a state that does not follow.';

create trigger turns_require_legal_move before update of state on public.turns
  for each row when (old.state <> new.state) execute function private.require_legal_move();
create trigger messages_require_legal_move before update of state on public.messages
  for each row when (old.state <> new.state) execute function private.require_legal_move();
