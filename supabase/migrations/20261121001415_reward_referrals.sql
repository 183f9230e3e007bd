-- reward_referrals: whether a referral is rewarded, and the rewards through the ledger: credits for
-- the invited, US cents for the referrer. Decided when the condition holds, taken back when it does
-- not any more.
-- Callers: the trigger of a confirmed e-mail; a job for what payments have changed; admins.

create function private.condition_holds(p_referral private.referral)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  return case p_referral.condition
    when 'email' then exists (
      select from auth.users
      where id = p_referral.invited_id and email_confirmed_at is not null)
    else exists (
      select from public.payments
      where user_id = p_referral.invited_id and state = 'paid' and reversed_cents < amount_cents)
    end;
end;
$$;
comment on function private.condition_holds is 'Whether the invited person has what it takes now.';

create function private.referrer_share(p_referral private.referral)
returns text
language plpgsql
stable
set search_path = ''
as $$
declare
  v_rules private.reward_rules;
begin
  select * into v_rules from private.reward_rules;
  return case
    when not exists (
      select from public.profiles where id = p_referral.referrer_id and status = 'active')
      then 'referrer_gone'
    when (select rewarded from public.referrers where user_id = p_referral.referrer_id)
      >= v_rules.in_total then 'total_cap'
    when (select count(*) from private.referral
          where referrer_id = p_referral.referrer_id and state = 'rewarded'
            and referrer_cents > 0 and rewarded_at >= date_trunc('day', now(), 'UTC'))
      >= v_rules.per_day then 'daily_cap'
  end;
end;
$$;
comment on function private.referrer_share is
  'Why the referrer gets nothing for a referral; null when nothing speaks against it.';

create function private.reward_referral(p_referral private.referral, p_reason text)
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_objection text := private.referrer_share(p_referral);
  v_key text := format('referral:%s:%s', p_referral.id, p_referral.grants + 1);
  v_cents bigint := case when v_objection is null then p_referral.referrer_cents else 0 end;
begin
  update private.referral
  set state = 'rewarded', grants = grants + 1, referrer_cents = v_cents, rewarded_at = now()
  where id = p_referral.id;
  if p_referral.invited_id is not null and p_referral.invited_credits > 0 then
    perform private.grant_credits(p_referral.invited_id, p_referral.invited_credits,
      v_key || ':invited', 'referral_welcome');
  end if;
  if v_cents > 0 then
    perform private.give_reward(p_referral.referrer_id, v_cents, v_key || ':referrer');
  end if;
  update public.referrers
  set rewarded = rewarded + 1, earned_cents = earned_cents + v_cents
  where user_id = p_referral.referrer_id;
  perform private.decide(p_referral, 'rewarded', coalesce(v_objection, p_reason),
    jsonb_build_object('invited_credits', p_referral.invited_credits, 'referrer_cents', v_cents));
end;
$$;
comment on function private.reward_referral is
  'Gives both rewards; beyond a cap the invited person''s only. Under the locks of both people.';

create function private.reverse_referral(
  p_referral private.referral, p_reason text, p_details jsonb default '{}')
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_key text := format('referral:%s:%s:reversed', p_referral.id, p_referral.grants);
begin
  update private.referral set state = 'reversed', is_flagged = false where id = p_referral.id;
  if p_referral.invited_id is not null and p_referral.invited_credits > 0 then
    perform private.owe_credits(p_referral.invited_id, p_referral.invited_credits,
      v_key || ':invited', 'referral_reversed');
  end if;
  if p_referral.referrer_id is not null and p_referral.referrer_cents > 0 then
    perform private.owe_reward(p_referral.referrer_id, p_referral.referrer_cents,
      private.platform_account('issuance', 'USD'), v_key || ':referrer', 'referral_reversed');
    perform private.cancel_uncovered_cashouts(p_referral.referrer_id);
  end if;
  update public.referrers
  set rewarded = rewarded - 1, earned_cents = earned_cents - p_referral.referrer_cents
  where user_id = p_referral.referrer_id;
  perform private.decide(p_referral, 'reversed', p_reason, p_details);
end;
$$;
comment on function private.reverse_referral is
  'Takes both rewards back. What waits to be cashed out is taken first; what was paid is owed. '
  'Under the locks of both people.';

create function private.lock_referral(p_referral_id uuid)
returns private.referral
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_referral private.referral;
begin
  perform private.lock_pair(referrer_id, invited_id) from private.referral
  where id = p_referral_id;
  select * into v_referral from private.referral where id = p_referral_id for no key update;
  if not found then
    raise sqlstate 'PT404' using
      message = 'referral_not_found', hint = 'There is no such referral.';
  end if;
  return v_referral;
end;
$$;
comment on function private.lock_referral is 'A referral, locked after both wallets. PT404.';

create function private.sync_referral(p_invited_id uuid)
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_referral private.referral;
  v_id uuid := (select id from private.referral where invited_id = p_invited_id);
  v_findings text[];
  v_outcome text;
begin
  if v_id is null then
    return;
  end if;
  v_referral := private.lock_referral(v_id);
  update private.referral set is_due = false where id = v_id and is_due;
  if v_referral.state = 'pending' and private.condition_holds(v_referral) then
    update private.referral set state = 'review', verified_at = now() where id = v_id;
    update public.referrers set verified = verified + 1
    where user_id = v_referral.referrer_id;
    perform private.note_session_addresses(v_referral.referrer_id);
    perform private.note_session_addresses(p_invited_id);
    v_findings := private.referral_findings(v_referral);
    v_outcome := (select outcome from private.referral_check where name = v_findings[1]);
    if v_outcome is null then
      perform private.reward_referral(v_referral, 'condition_holds');
    else
      update private.referral set state = 'refused' where id = v_id and v_outcome = 'refuse';
      perform private.decide(v_referral,
        case v_outcome when 'refuse' then 'refused' else 'review' end, v_findings[1],
        jsonb_build_object('findings', v_findings));
    end if;
  elsif v_referral.condition = 'payment' then
    perform private.follow_payment(v_referral);
  end if;
end;
$$;
comment on function private.sync_referral is
  'Decides about the referral of an invited person, if its condition holds now and did not before, '
  'or the other way round. Again it changes nothing.';

create function private.follow_payment(p_referral private.referral)
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_holds boolean := private.condition_holds(p_referral);
begin
  if p_referral.state = 'rewarded' and not v_holds then
    perform private.reverse_referral(p_referral, 'payment_reversed');
  elsif p_referral.state = 'reversed' and v_holds and (
    select reason from private.referral_decision
    where referral_id = p_referral.id and decision = 'reversed'
    order by id desc limit 1) = 'payment_reversed'
  then
    perform private.reward_referral(p_referral, 'payment_restored');
  end if;
end;
$$;
comment on function private.follow_payment is
  'Takes rewards back with the payment that they hang on, and gives them again with it.';

create function private.confirm_referral()
returns trigger
language plpgsql
volatile
security definer -- Definer because the Auth server, which confirms the user, may not write here.
set search_path = ''
as $$
begin
  perform private.lock_pair(referrer_id, invited_id) from private.referral
  where invited_id = new.id;
  if new.email is not null then
    perform private.note_signal(new.id, 'mailbox', private.mailbox_of(new.email));
  end if;
  perform private.sync_referral(new.id);
  return null;
end;
$$;
comment on function private.confirm_referral is
  'Decides when the invited person''s e-mail is confirmed, and notes one that has changed.';

create trigger users_confirm_referral after update of email, email_confirmed_at on auth.users
  for each row when (
    old.email is distinct from new.email
    or (old.email_confirmed_at is null and new.email_confirmed_at is not null)
  ) execute function private.confirm_referral();

create function private.sync_referrals()
returns integer
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_due private.referral[] := array(
    select referral from private.referral where is_due order by id limit 200);
begin
  -- One run at a time, and all its locks in the one order.
  if not pg_try_advisory_xact_lock(hashtext('private.sync_referrals')) then
    return 0;
  end if;
  perform from public.profiles
  where id in (
    select unnest(array[referrer_id, invited_id]) from unnest(v_due))
  order by id for key share;
  perform private.lock_wallets(array(
    select unnest(array[referrer_id, invited_id]) from unnest(v_due)));
  perform private.sync_referral(invited_id) from unnest(v_due) where invited_id is not null;
  return cardinality(v_due);
end;
$$;
comment on function private.sync_referrals is
  'Decides about referrals whose payment has changed; returns how many it looked at.';

select cron.schedule('sync_referrals', '10 seconds', 'select private.sync_referrals()');
