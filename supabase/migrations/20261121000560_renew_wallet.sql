-- renew_wallet: brings a wallet up to date: ends memberships whose time is over, expires plan
-- credits, grants those of the periods that have begun. Once each, however often and late it runs.
-- Callers: open_wallet on first use, grant_membership, a job each minute for those who are away.
--
-- Days of grace grant nothing: they are not paid.
-- A period is a month counted from the membership's anchor in UTC (31 January, 28 February, 31
-- March); of a pass or a trial it is the whole. A subscription's plan that begins within its
-- period, as an upgrade does, grants the share that is left of it, as it is paid. A period that
-- nobody asked for until it was over is not granted, unless the plan lets credits roll over and
-- they would still be there.

create function private.period_start(p_anchor_at timestamptz, p_nr integer)
returns timestamptz
language plpgsql
immutable
set search_path = ''
as $$
begin
  -- In UTC, whatever the session's time zone: adding a month to a timestamptz would depend on it.
  return ((p_anchor_at at time zone 'UTC') + p_nr * interval '1 month') at time zone 'UTC';
end;
$$;
comment on function private.period_start is
  'When the period of a number starts: so many months after the anchor, at most the month''s end.';

create function private.period_nr(p_anchor_at timestamptz, p_at timestamptz)
returns integer
language plpgsql
immutable
set search_path = ''
as $$
declare
  v_nr integer :=
    (extract(year from p_at at time zone 'UTC') - extract(year from p_anchor_at at time zone 'UTC'))
    * 12
    + extract(month from p_at at time zone 'UTC')
    - extract(month from p_anchor_at at time zone 'UTC');
begin
  return v_nr - (private.period_start(p_anchor_at, v_nr) > p_at)::integer;
end;
$$;
comment on function private.period_nr is 'The number of the period that a moment falls into.';

create function private.granted_for(p_membership public.memberships, p_starts_at timestamptz)
returns text
language plpgsql
immutable
set search_path = ''
as $$
begin
  -- Not of a passing session's settings: the key is the same wherever it is made.
  return concat_ws(':', p_membership.source, p_membership.plan,
    to_char(p_starts_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    left(md5(p_membership.paid_by), 12));
end;
$$;
comment on function private.granted_for is
  'What plan credits are for: source, plan, start of the period, and the subscription if one pays. '
  'Changing there and back within a period does not grant it twice.';

create function private.memberships_at(p_user_id uuid, p_at timestamptz)
returns setof public.memberships
language plpgsql
stable
set search_path = ''
as $$
declare
  v_profile public.profiles;
begin
  return query
    select * from public.memberships
    where user_id = p_user_id and state = 'live' and starts_at <= p_at
      and (ends_at is null or ends_at > p_at);
  if found then
    return;
  end if;
  select * into v_profile from public.profiles where id = p_user_id;
  if found then
    return query
      select null::uuid, p_user_id, slug, 'default', 'default', v_profile.created_at,
        null::timestamptz, v_profile.created_at, 'live', v_profile.created_at, null::text,
        null::timestamptz
      from public.plans where is_default;
  end if;
end;
$$;
comment on function private.memberships_at is
  'The memberships whose time it is; of somebody without any, the default plan as one.';

create function private.period_credits(
  p_membership public.memberships, p_credits bigint, p_starts_at timestamptz,
  p_ends_at timestamptz)
returns bigint
language plpgsql
immutable
set search_path = ''
as $$
begin
  if p_membership.source <> 'subscription' or p_membership.starts_at <= p_starts_at then
    return p_credits;
  end if;
  return ceil(p_credits * extract(epoch from p_ends_at - p_membership.starts_at)
    / extract(epoch from p_ends_at - p_starts_at));
end;
$$;
comment on function private.period_credits is
  'What a period grants: all, or the share that is left when a subscription''s plan begins in it.';

create function private.grant_periods(
  p_membership public.memberships, p_at timestamptz, p_until timestamptz default 'infinity')
returns timestamptz
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_plan public.plans;
  v_nr integer;
  v_starts_at timestamptz := p_membership.starts_at;
  v_expires_at timestamptz := p_membership.ends_at;
  v_is_whole boolean;
begin
  if p_membership.source = 'grace' then
    return p_membership.ends_at;
  end if;
  select * into strict v_plan from public.plans where slug = p_membership.plan;
  v_is_whole := p_membership.source in ('pass', 'trial');
  if v_is_whole then
    perform private.grant_period(p_membership, v_plan.credits, v_starts_at, v_expires_at, p_at);
    return p_membership.ends_at;
  end if;
  for v_nr in
    select generate_series(
      private.period_nr(p_membership.anchor_at, greatest(p_membership.starts_at,
        p_at - (v_plan.rollover_periods + 1) * interval '31 days')),
      private.period_nr(p_membership.anchor_at, least(
        p_at, greatest(p_membership.starts_at, p_until - interval '1 microsecond'))))
  loop
    v_starts_at := private.period_start(p_membership.anchor_at, v_nr);
    v_expires_at := private.period_start(
      p_membership.anchor_at, v_nr + 1 + v_plan.rollover_periods);
    perform private.grant_period(p_membership,
      private.period_credits(p_membership, v_plan.credits, v_starts_at,
        private.period_start(p_membership.anchor_at, v_nr + 1)),
      v_starts_at, least(v_expires_at, p_membership.ends_at), p_at);
  end loop;
  -- None has begun where the clock was put back: then the first is due when it begins.
  return coalesce(private.period_start(p_membership.anchor_at, v_nr + 1), p_membership.starts_at);
end;
$$;
comment on function private.grant_periods is
  'Grants the credits of a membership that would not have expired, for the period in which it '
  'begins and those that begin before a moment; returns when more are due.';

create function private.grant_period(
  p_membership public.memberships, p_credits bigint, p_starts_at timestamptz,
  p_expires_at timestamptz, p_at timestamptz)
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  -- Whatever the default plan is called: another catalog does not grant the month again.
  v_granted_for text := case p_membership.source
    when 'default' then replace(private.granted_for(p_membership, p_starts_at),
      ':' || p_membership.plan || ':', ':')
    else private.granted_for(p_membership, p_starts_at) end;
begin
  if p_credits = 0 or p_expires_at <= p_at
    or exists (
      select from private.ledger_account
      where owner_id = p_membership.user_id and kind = 'wallet_plan' and unit = 'credit'
        and granted_for = v_granted_for)
  then
    return;
  end if;
  perform private.grant_plan_credits(
    p_membership.user_id, p_credits, v_granted_for, p_expires_at, 'plan_period');
end;
$$;
comment on function private.grant_period is
  'Grants the credits of one period, if they were not and have not expired.';

create function private.expire_plan_credits(p_owner_id uuid, p_at timestamptz)
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_account private.ledger_account;
begin
  for v_account in
    select * from private.ledger_account
    where owner_id = p_owner_id and unit = 'credit' and closed_at is null and expires_at <= p_at
  loop
    if v_account.balance > v_account.held then
      perform private.transfer(
        -- Numbered by its entries: what a late refund brings back expires on its own.
        format('expire:%s:%s', v_account.id, (
          select count(*) from private.ledger_entry where account_id = v_account.id)),
        'plan_credits_expired', array[
          row(v_account.id, v_account.held - v_account.balance)::private.ledger_leg,
          row(private.platform_account('expired', 'credit'),
            v_account.balance - v_account.held)::private.ledger_leg]);
    end if;
    update private.ledger_account set closed_at = p_at
    where id = v_account.id and balance = 0 and held = 0;
  end loop;
end;
$$;
comment on function private.expire_plan_credits is
  'Takes away plan credits whose time is over, except those an open hold still has.';

create function private.renew_wallet(p_owner_id uuid, p_at timestamptz default now())
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_membership public.memberships;
  v_renews_at timestamptz := 'infinity';
begin
  perform from private.wallet where owner_id = p_owner_id for no key update;
  update public.memberships set state = 'ended'
  where user_id = p_owner_id and state = 'live' and ends_at <= p_at;
  perform private.expire_plan_credits(p_owner_id, p_at);
  for v_membership in select * from private.memberships_at(p_owner_id, p_at) loop
    v_renews_at := least(v_renews_at, private.grant_periods(v_membership, p_at));
    perform private.reverse_again(v_membership);
  end loop;
  update private.wallet
  set renews_at = least(
    v_renews_at,
    (select min(least(ends_at, case when starts_at > p_at then starts_at end))
      from public.memberships where user_id = p_owner_id and state = 'live'),
    -- An open hold keeps expired credits: they are looked at again when it may be over.
    (select min(greatest(expires_at, p_at + interval '5 minutes'))
      from private.ledger_account
      where owner_id = p_owner_id and unit = 'credit' and closed_at is null
        and expires_at is not null))
  where owner_id = p_owner_id;
end;
$$;
comment on function private.renew_wallet is
  'Brings a wallet up to date as of a moment; again for the same moment it changes nothing.';

create function private.renew_wallets()
returns integer
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_owner_id uuid;
  v_renewed integer := 0;
begin
  for v_owner_id in
    select owner_id from private.wallet where renews_at <= now() and renews_at < 'infinity'
    order by renews_at
    limit 1000
    for no key update skip locked
  loop
    -- An account that is being deleted is left alone: its deleter may wait for this wallet.
    perform from public.profiles where id = v_owner_id for key share skip locked;
    continue when not found and exists (select from public.profiles where id = v_owner_id);
    begin
      perform private.renew_wallet(v_owner_id);
      v_renewed := v_renewed + 1;
    exception when others then
      -- One that cannot be renewed must not keep all others waiting; a later run tries again.
      raise warning 'wallet % could not be renewed: %', v_owner_id, sqlerrm;
      update private.wallet set renews_at = now() + interval '5 minutes'
      where owner_id = v_owner_id;
    end;
  end loop;
  return v_renewed;
end;
$$;
comment on function private.renew_wallets is
  'Renews up to a thousand wallets that are due; returns how many.';

select cron.schedule('renew_wallets', '* * * * *', 'select private.renew_wallets()');

-- A project that had accounts before Parley: each gets its profile, and with it its wallet.
insert into public.profiles (id, username)
select id, 'user_' || left(replace(id::text, '-', ''), 24) from auth.users
on conflict on constraint profiles_pkey do nothing;
