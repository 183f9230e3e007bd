-- payouts: the worker's side of a cashout: claims it, asks PayPal, and tells whether PayPal has it.
-- Callers: the worker, as the service role.
--
-- A cashout on its way has one message in the queue `cashouts`, which comes again for asking how
-- it stands. A worker that dies has it for a minute. What it asked of PayPal is asked again under
-- the same id, and PayPal answers with what it has: so nothing is paid twice.

create table private.payout_discrepancy (
  id bigint generated always as identity,
  cashout_id uuid,
  kind text not null,
  details jsonb not null,
  found_at timestamptz not null default now(),
  seen_at timestamptz not null default now(),
  resolved_at timestamptz,
  note text,
  constraint payout_discrepancy_pkey primary key (id),
  constraint payout_discrepancy_cashout_id_fkey
    foreign key (cashout_id) references public.cashouts (id) on delete restrict,
  constraint payout_discrepancy_kind_check check (kind in ('amount', 'receiver', 'state',
    'unknown_at_paypal', 'too_old_to_send', 'refused_after_unknown', 'ledger', 'held')),
  constraint payout_discrepancy_details_check check (octet_length(details::text) <= 4000),
  constraint payout_discrepancy_note_check check (char_length(note) between 1 and 500)
);
comment on table private.payout_discrepancy is
  'Where ledger, cashouts and PayPal do not agree, for an admin to resolve.';

create index payout_discrepancy_cashout_id_idx on private.payout_discrepancy (cashout_id);
create unique index payout_discrepancy_open_idx on private.payout_discrepancy (kind, cashout_id)
  nulls not distinct where resolved_at is null;

alter table private.payout_discrepancy enable row level security;

create function private.raise_discrepancy(p_cashout_id uuid, p_kind text, p_details jsonb)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  insert into private.payout_discrepancy as open (cashout_id, kind, details)
  values (p_cashout_id, p_kind, p_details)
  on conflict (kind, cashout_id) where resolved_at is null do update
  set details = excluded.details, seen_at = now();
  raise warning 'payout discrepancy: % of cashout %', p_kind, p_cashout_id;
end;
$$;
comment on function private.raise_discrepancy is
  'Notes what does not agree; once while it is not resolved. The log has it too.';

create function public.claim_cashouts(p_count integer)
returns table (
  id uuid, amount_cents bigint, receiver text, batch_id text, is_sendable boolean,
  claimed_at timestamptz)
language plpgsql
volatile
security definer -- Definer because nobody may read payouts or their queue.
set search_path = ''
as $$
declare
  c_known_days constant integer := 25; -- PayPal knows an id for thirty.
  v_message record;
  v_cashout public.cashouts;
  v_payout private.payout;
begin
  for v_message in select * from pgmq.read('cashouts', 60, least(p_count, 20)) loop
    -- Whoever changes it now comes first: its message comes again.
    select * into v_cashout from public.cashouts as cashout
    where cashout.id = (v_message.message ->> 'cashout_id')::uuid
    for no key update skip locked;
    continue when not found;
    select * into v_payout from private.payout
    where cashout_id = v_cashout.id for no key update;
    if v_payout.message_id is distinct from v_message.msg_id
      or (v_cashout.closed_at is not null and v_payout.batch_id is null)
    then
      perform pgmq.delete('cashouts', v_message.msg_id);
      continue;
    end if;
    update public.cashouts as cashout set state = 'sending'
    where cashout.id = v_cashout.id and cashout.state = 'approved';
    update private.payout as payout
    set first_sent_at = coalesce(first_sent_at, now()),
      -- Claimed once more: the answer of the first time is lost.
      is_uncertain = payout.is_uncertain or v_cashout.state = 'sending'
    where cashout_id = v_cashout.id
    returning * into v_payout;
    id := v_cashout.id;
    amount_cents := v_cashout.amount_cents;
    receiver := v_cashout.receiver;
    batch_id := v_payout.batch_id;
    is_sendable := v_cashout.state in ('approved', 'sending')
      and v_payout.first_sent_at > now() - make_interval(days => c_known_days);
    claimed_at := clock_timestamp();
    if batch_id is null and not is_sendable then
      perform private.raise_discrepancy(v_cashout.id, 'too_old_to_send',
        jsonb_build_object('first_sent_at', v_payout.first_sent_at));
      perform pgmq.set_vt('cashouts', v_message.msg_id, 86400);
      continue;
    end if;
    return next;
  end loop;
end;
$$;
comment on function public.claim_cashouts is
  'Up to so many cashouts that are due, for a minute nobody else''s: to be sent under their id, or '
  'asked for by their batch. claimed_at is the version of what is read after it.';

create function public.record_payout(p_id uuid, p_batch_id text)
returns void
language plpgsql
volatile
security definer -- Definer because nobody may write cashouts.
set search_path = ''
as $$
declare
  v_cashout public.cashouts := private.lock_cashout(p_id);
begin
  update private.payout set batch_id = p_batch_id, last_error = null
  where cashout_id = p_id and batch_id is null;
  if v_cashout.state = 'sending' then
    update public.cashouts set state = 'sent', sent_at = now() where id = p_id;
  end if;
end;
$$;
comment on function public.record_payout is
  'PayPal has the cashout, as that batch. Again it changes nothing. PT404.';

create function public.refuse_payout(p_id uuid, p_error text)
returns text
language plpgsql
volatile
security definer -- Definer because nobody may write cashouts or the books.
set search_path = ''
as $$
declare
  v_cashout public.cashouts := private.lock_cashout(p_id);
  v_payout private.payout;
begin
  update private.payout set last_error = left(p_error, 2000), attempts = attempts + 1
  where cashout_id = p_id returning * into v_payout;
  if v_cashout.state <> 'sending' then
    return v_cashout.state;
  elsif v_payout.is_uncertain then
    perform private.raise_discrepancy(p_id, 'refused_after_unknown',
      jsonb_build_object('error', left(p_error, 1000)));
    perform pgmq.set_vt('cashouts', v_payout.message_id, 3600);
    return v_cashout.state;
  end if;
  perform private.end_cashout(v_cashout, 'failed', 'PayPal does not pay to this address.');
  perform private.finish_payout(v_payout);
  return 'failed';
end;
$$;
comment on function public.refuse_payout is
  'PayPal would not have the cashout, and never had: the money goes back. If an earlier answer was '
  'lost an admin decides. Returns the state. PT404.';

create function public.postpone_payout(p_id uuid, p_error text, p_is_uncertain boolean)
returns void
language plpgsql
volatile
security definer -- Definer because nobody may write payouts or their queue.
set search_path = ''
as $$
declare
  v_payout private.payout;
begin
  update private.payout
  set last_error = left(p_error, 2000), attempts = attempts + 1,
    is_uncertain = is_uncertain or p_is_uncertain
  where cashout_id = p_id returning * into v_payout;
  -- 2 s, 4 s, ... an hour.
  perform pgmq.set_vt(
    'cashouts', v_payout.message_id, least(3600, 2 ^ least(v_payout.attempts, 12))::integer);
end;
$$;
comment on function public.postpone_payout is
  'PayPal could not be asked, or gave no answer: the cashout comes again later.';

create function private.finish_payout(p_payout private.payout)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  update private.payout set message_id = null where cashout_id = p_payout.cashout_id;
  perform pgmq.delete('cashouts', p_payout.message_id);
end;
$$;
comment on function private.finish_payout is 'Nothing more is to be asked about a cashout.';

create function public.miss_payout(p_id uuid, p_error text)
returns void
language plpgsql
volatile
security definer -- Definer because nobody may write discrepancies.
set search_path = ''
as $$
begin
  perform private.raise_discrepancy(p_id, 'unknown_at_paypal',
    jsonb_build_object('error', left(p_error, 1000)));
  perform pgmq.set_vt('cashouts', message_id, 86400) from private.payout
  where cashout_id = p_id and message_id is not null;
end;
$$;
comment on function public.miss_payout is
  'PayPal does not know a batch that it had: an admin looks, the worker asks again in a day.';

revoke execute on function public.claim_cashouts, public.record_payout, public.refuse_payout,
  public.postpone_payout, public.miss_payout
  from public, anon, authenticated, service_role;
grant execute on function public.claim_cashouts, public.record_payout, public.refuse_payout,
  public.postpone_payout, public.miss_payout
  to service_role;
