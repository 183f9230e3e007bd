-- referrals: who was invited by whom, for ever, and each decision about it with its reason.
-- Callers: sign-up takes a code from the user's metadata; enter_referral_code, later; what follows
-- is in the next migrations.
-- States: pending -> rewarded | review | refused    when the condition holds
--         review -> rewarded | refused              an admin decides
--         refused -> rewarded                       an admin thinks again
--         rewarded -> reversed, and back            an admin, or the payment that it hangs on
--
-- Invariants
--   one referrer for ever: a row for each invited person, which never changes (unique, trigger)
--   no self-referral and no circle: who invites was there before who is invited
--   both rewards of a referral are given and taken in one transaction
--   each decision is a row, and rows of decisions are never changed
-- Lock order: profiles, wallets, referral, accounts, referrers.

create table private.referral (
  id uuid not null default gen_random_uuid(),
  referrer_id uuid,
  invited_id uuid,
  invited_credits bigint not null,
  referrer_cents bigint not null,
  condition text not null,
  state text not null default 'pending',
  -- Of what the state is when nobody knows yet whether the condition still holds.
  is_due boolean not null default false,
  is_flagged boolean not null default false,
  grants integer not null default 0,
  created_at timestamptz not null default now(),
  verified_at timestamptz,
  rewarded_at timestamptz,
  constraint referral_pkey primary key (id),
  constraint referral_invited_id_key unique (invited_id),
  constraint referral_referrer_id_fkey
    foreign key (referrer_id) references public.profiles (id) on delete set null,
  constraint referral_invited_id_fkey
    foreign key (invited_id) references public.profiles (id) on delete set null,
  constraint referral_referrer_id_check check (referrer_id <> invited_id),
  constraint referral_state_check
    check (state in ('pending', 'review', 'rewarded', 'refused', 'reversed')),
  constraint referral_condition_check check (condition in ('email', 'payment')),
  constraint referral_verified_at_check check ((state = 'pending') = (verified_at is null)),
  constraint referral_rewarded_at_check check ((rewarded_at is null) = (grants = 0)),
  constraint referral_is_flagged_check check (not is_flagged or state = 'rewarded'),
  constraint referral_invited_credits_check check (invited_credits >= 0),
  constraint referral_referrer_cents_check check (referrer_cents >= 0)
);
comment on table private.referral is 'Who was invited by whom, and what was promised for it.';
comment on column private.referral.referrer_cents is
  'What the referrer gets; 0 once a cap or a lost account has decided so.';
comment on column private.referral.is_due is
  'Something of the condition has changed: a job looks at it.';
comment on column private.referral.is_flagged is
  'Rewarded, but doubted since: cashouts of the referrer need an admin.';
comment on column private.referral.grants is 'How often it was rewarded: numbers the transfers.';

create index referral_referrer_id_idx on private.referral (referrer_id, created_at desc);
create index referral_rewarded_at_idx on private.referral (referrer_id, rewarded_at)
  where state = 'rewarded' and referrer_cents > 0;
create index referral_flagged_idx on private.referral (referrer_id) where is_flagged;
create index referral_is_due_idx on private.referral (id) where is_due;
create index referral_state_idx on private.referral (id) where state = 'review';

create table private.referral_decision (
  id bigint generated always as identity,
  referral_id uuid,
  -- No foreign key: reasons outlive accounts.
  user_id uuid,
  code text,
  decision text not null,
  reason text not null,
  details jsonb not null default '{}',
  created_at timestamptz not null default now(),
  constraint referral_decision_pkey primary key (id),
  constraint referral_decision_referral_id_fkey
    foreign key (referral_id) references private.referral (id) on delete restrict,
  constraint referral_decision_code_check check (char_length(code) <= 40),
  constraint referral_decision_decision_check check (decision in ('taken', 'not_taken',
    'rewarded', 'review', 'refused', 'reversed', 'flagged', 'cleared')),
  constraint referral_decision_reason_check check (reason in ('code_taken', 'unknown_code',
    'self', 'already_invited', 'circle', 'window_over', 'no_rewards', 'condition_holds',
    'disposable_email', 'same_mailbox', 'same_device', 'same_address', 'same_payer',
    'same_payee', 'daily_cap', 'total_cap', 'referrer_gone', 'payment_reversed',
    'payment_restored', 'admin')),
  constraint referral_decision_details_check check (octet_length(details::text) <= 4000)
);
comment on table private.referral_decision is
  'Each decision about a code or a referral: what, why, and the facts it was made by.';
comment on column private.referral_decision.user_id is 'The invited person.';

create index referral_decision_referral_id_idx on private.referral_decision (referral_id, id);
create index referral_decision_user_id_idx on private.referral_decision (user_id, created_at);

alter table private.referral enable row level security;
alter table private.referral_decision enable row level security;

create trigger referral_decision_refuse before update or delete on private.referral_decision
  for each row execute function private.ledger_refuse();
create trigger referral_decision_refuse_truncate before truncate on private.referral_decision
  for each statement execute function private.ledger_refuse();
-- Deleting an account only takes its name away.
create trigger referral_refuse_rename before update of referrer_id, invited_id on private.referral
  for each row when (
    (new.referrer_id is not null and new.referrer_id is distinct from old.referrer_id)
    or (new.invited_id is not null and new.invited_id is distinct from old.invited_id)
  ) execute function private.ledger_refuse();
create trigger referral_refuse before delete on private.referral
  for each row execute function private.ledger_refuse();

create function private.decide(
  p_referral private.referral, p_decision text, p_reason text, p_details jsonb default '{}')
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  insert into private.referral_decision (referral_id, user_id, decision, reason, details)
  values (p_referral.id, p_referral.invited_id, p_decision, p_reason, p_details);
end;
$$;
comment on function private.decide is 'Writes down what was decided about a referral, and why.';

-- Taking a code -----------------------------------------------------------------------------------

create function private.code_objection(p_invited public.profiles, p_code text)
returns text
language plpgsql
stable
set search_path = ''
as $$
declare
  v_rules private.reward_rules;
  v_referrer public.profiles;
begin
  select * into v_rules from private.reward_rules;
  if not found then
    return 'no_rewards';
  end if;
  select profile.* into v_referrer from public.referrers as referrer
  join public.profiles as profile on profile.id = referrer.user_id
  where code = private.as_referral_code(p_code);
  return case
    when v_referrer.id is null then 'unknown_code'
    when v_referrer.id = p_invited.id then 'self'
    when exists (select from private.referral where invited_id = p_invited.id)
      then 'already_invited'
    -- Whoever is invited came later than who invites, so no chain of invitations ends where it
    -- began.
    when (v_referrer.created_at, v_referrer.id) >= (p_invited.created_at, p_invited.id)
      then 'circle'
    when p_invited.created_at < now() - make_interval(days => v_rules.entry_days)
      and p_invited.created_at <> now() then 'window_over'
  end;
end;
$$;
comment on function private.code_objection is
  'Why somebody cannot be invited by a code; null when they can.';

create function private.take_code(p_invited public.profiles, p_code text)
returns private.referral
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_objection text := private.code_objection(p_invited, p_code);
  v_referral private.referral;
begin
  if v_objection is null then
    insert into private.referral
      (referrer_id, invited_id, invited_credits, referrer_cents, condition)
    select referrer.user_id, p_invited.id, rules.invited_credits, rules.referrer_cents,
      rules.condition
    from private.reward_rules as rules
    join public.referrers as referrer on code = private.as_referral_code(p_code)
    on conflict on constraint referral_invited_id_key do nothing
    returning * into v_referral;
    if not found then
      v_objection := 'already_invited';
    end if;
  end if;
  insert into private.referral_decision (referral_id, user_id, code, decision, reason)
  values (v_referral.id, p_invited.id, left(p_code, 40),
    case when v_objection is null then 'taken' else 'not_taken' end,
    coalesce(v_objection, 'code_taken'));
  if v_objection is null then
    update public.referrers set sign_ups = sign_ups + 1 where user_id = v_referral.referrer_id;
  end if;
  return v_referral;
end;
$$;
comment on function private.take_code is
  'Lets somebody be invited by a code, if nothing speaks against it; the reason is written down '
  'either way. Null when it was not taken. Under the locks of both people.';

create function private.lock_pair(p_user_id uuid, p_other_id uuid)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  perform from public.profiles where id in (p_user_id, p_other_id) order by id for key share;
  perform private.lock_wallets(array[p_user_id, p_other_id]);
end;
$$;
comment on function private.lock_pair is
  'Locks the wallets of two people, and keeps their accounts from being deleted meanwhile.';

create function private.take_referral()
returns trigger
language plpgsql
volatile
security definer -- Definer because the Auth server, which inserts the user, may not write here.
set search_path = ''
as $$
declare
  v_code text := new.raw_user_meta_data ->> 'referral_code';
begin
  perform private.lock_pair(new.id, (
    select user_id from public.referrers where code = private.as_referral_code(v_code)));
  if new.email is not null then
    perform private.note_signal(new.id, 'mailbox', private.mailbox_of(new.email));
  end if;
  if new.raw_user_meta_data ->> 'device_id' ~ '\S' then
    perform private.note_signal(new.id, 'device', new.raw_user_meta_data ->> 'device_id');
  end if;
  if v_code ~ '\S' then
    perform private.take_code(profile, v_code) from public.profiles as profile
    where id = new.id;
    perform private.sync_referral(new.id);
  end if;
  return null;
end;
$$;
comment on function private.take_referral is
  'Takes the code that came with a sign-up: metadata referral_code, and device_id as a signal.';

-- By name after users_create_profile: the profile is there.
create trigger users_take_referral after insert on auth.users
  for each row execute function private.take_referral();

create function public.enter_referral_code(p_code text)
returns jsonb
language plpgsql
volatile
security definer -- Definer because nobody may write referrals.
set search_path = ''
as $$
declare
  c_tries_per_hour constant integer := 10;
  v_invited public.profiles := private.require_active_profile((select auth.uid()));
  v_referral private.referral;
begin
  perform private.lock_pair(v_invited.id, (
    select user_id from public.referrers where code = private.as_referral_code(p_code)));
  if (select count(*) from private.referral_decision
      where user_id = v_invited.id and decision = 'not_taken'
        and created_at > now() - interval '1 hour') >= c_tries_per_hour
  then
    raise sqlstate 'PT429' using
      message = 'rate_limited',
      detail = jsonb_build_object('retry_after', 3600)::text,
      hint = 'Too many codes that were not taken: try again in an hour.';
  end if;
  v_referral := private.take_code(v_invited, p_code);
  if v_referral.id is not null then
    perform private.sync_referral(v_invited.id);
  end if;
  return (
    select jsonb_build_object('is_taken', decision = 'taken', 'reason', reason)
    from private.referral_decision
    where user_id = v_invited.id and decision in ('taken', 'not_taken')
    order by id desc limit 1);
end;
$$;
comment on function public.enter_referral_code is
  'Enters the code of who invited the caller: { is_taken, reason }. What is not taken is an answer '
  'and no error, so that it stays written down. PT401, PT403, PT429.';

revoke execute on function public.enter_referral_code
  from public, anon, authenticated, service_role;
grant execute on function public.enter_referral_code to authenticated;
