-- read_referrals: what referrers see of what they brought about, without who it was, and what
-- admins see and decide.
-- Callers: people with their own token; admins, each act with a line in the audit log.

create view public.my_rewards with (security_invoker = on) as
  select
    coalesce(sum(balance) filter (where kind = 'reward'), 0)::bigint as available_cents,
    coalesce(sum(balance) filter (where kind = 'cashout'), 0)::bigint as in_cashout_cents,
    coalesce(-sum(balance) filter (where kind = 'debt'), 0)::bigint as owed_cents
  from private.ledger_account
  where owner_id = (select auth.uid()) and unit = 'USD';
comment on view public.my_rewards is
  'One row, in US cents: what the caller can cash out, what is on its way, what is owed.';
revoke all on public.my_rewards from anon, authenticated, service_role;
grant select on public.my_rewards to authenticated;

create function public.list_referrals(
  p_before_at timestamptz default null, p_limit integer default 50)
returns table (
  id uuid, state text, reward_cents bigint, signed_up_at timestamptz, verified_at timestamptz,
  rewarded_at timestamptz)
language plpgsql
stable
security definer -- Definer because a row of a referral also tells who was invited.
set search_path = ''
as $$
begin
  return query
    select referral.id, referral.state,
      case referral.state when 'rewarded' then referral.referrer_cents else 0 end,
      referral.created_at, referral.verified_at, referral.rewarded_at
    from private.referral
    where referrer_id = (select auth.uid())
      and (p_before_at is null or referral.created_at < p_before_at)
    order by referral.created_at desc
    limit least(p_limit, 200);
end;
$$;
comment on function public.list_referrals is
  'The caller''s referrals, newest first, without who was invited; page by signed_up_at.';

create function public.read_leaderboard(p_limit integer default 20)
returns table (rank bigint, rewarded bigint, is_me boolean)
language plpgsql
stable
security definer -- Definer because nobody may read other people's counters.
set search_path = ''
as $$
begin
  return query
    select row_number() over (order by referrer.rewarded desc, user_id), referrer.rewarded,
      user_id = (select auth.uid())
    from public.referrers as referrer
    where referrer.rewarded > 0
    order by referrer.rewarded desc, user_id
    limit least(p_limit, 100);
end;
$$;
comment on function public.read_leaderboard is
  'The people with the most rewarded referrals: rank and number, nothing of a person but whether '
  'it is the caller.';

create function public.list_referral_reviews(
  p_state text default 'review', p_before_id uuid default null, p_limit integer default 50)
returns table (
  id uuid, referrer_id uuid, invited_id uuid, state text, is_flagged boolean,
  referrer_cents bigint, invited_credits bigint, created_at timestamptz, decisions jsonb)
language plpgsql
volatile
security definer -- Definer because nobody may read referrals.
set search_path = ''
as $$
begin
  perform private.audit_as_admin('list_referral_reviews', 'referrals', jsonb_build_object(
    'state', p_state, 'before_id', p_before_id));
  return query
    select referral.id, referral.referrer_id, referral.invited_id, referral.state,
      referral.is_flagged, referral.referrer_cents, referral.invited_credits,
      referral.created_at, (
        select jsonb_agg(jsonb_build_object('decision', decision, 'reason', reason,
          'details', details, 'at', made.created_at) order by made.id)
        from private.referral_decision as made where referral_id = referral.id)
    from private.referral
    where case p_state when 'flagged' then referral.is_flagged else referral.state = p_state end
      and (p_before_id is null or referral.id < p_before_id)
    order by referral.id desc
    limit least(p_limit, 200);
end;
$$;
comment on function public.list_referral_reviews is
  'Referrals of a state, or those `flagged` since they were rewarded, each with all decisions; '
  'page by id. PT403.';

create function public.review_referral(p_id uuid, p_decision text, p_note text)
returns text
language plpgsql
volatile
security definer -- Definer because admins may not write referrals or the books.
set search_path = ''
as $$
declare
  v_referral private.referral;
  v_details jsonb := jsonb_build_object('note', left(p_note, 500), 'admin_id', auth.uid());
begin
  perform private.audit_as_admin('review_referral', p_id::text, jsonb_build_object(
    'decision', p_decision, 'note', left(p_note, 500)));
  v_referral := private.lock_referral(p_id);
  if p_decision = 'reward' and v_referral.state in ('review', 'refused', 'reversed') then
    perform private.reward_referral(v_referral, 'admin');
  elsif p_decision = 'refuse' and v_referral.state = 'review' then
    update private.referral set state = 'refused' where id = p_id;
    perform private.decide(v_referral, 'refused', 'admin', v_details);
  elsif p_decision = 'reverse' and v_referral.state = 'rewarded' then
    perform private.reverse_referral(v_referral, 'admin', v_details);
  elsif p_decision = 'clear' and v_referral.is_flagged then
    update private.referral set is_flagged = false where id = p_id;
    perform private.decide(v_referral, 'cleared', 'admin', v_details);
  else
    raise sqlstate 'PT409' using
      message = 'illegal_state_move',
      detail = jsonb_build_object('state', v_referral.state, 'decision', p_decision)::text,
      hint = 'Only what is there can be decided: reward, refuse, reverse or clear.';
  end if;
  return (select state from private.referral where id = p_id);
end;
$$;
comment on function public.review_referral is
  'An admin decides: reward, refuse, reverse (takes both rewards back), or clear (a flag was '
  'wrong); returns the state. PT403, PT404, PT409.';

revoke execute on function public.list_referrals, public.read_leaderboard,
  public.list_referral_reviews, public.review_referral
  from public, anon, authenticated, service_role;
grant execute on function public.list_referrals, public.read_leaderboard,
  public.list_referral_reviews, public.review_referral
  to authenticated;
