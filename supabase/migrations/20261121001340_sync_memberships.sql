-- sync_memberships: the time that somebody has by what was paid for a subscription, derived from
-- all of its rows together.
-- Callers: sync_subscription (next migration), under the lock of the person.
--
-- The same rows give the same memberships, in whatever order they came:
--   a paid line gives its plan from its start to its end, or until a later line begins or the
--   subscription has ended; what is wholly refunded or disputed gives none
--   while a renewal fails, the plan goes on for some days after what was paid: grace

create function private.grace_days()
returns integer
language plpgsql
stable
set search_path = ''
as $$
begin
  return coalesce((select (content ->> 'grace_days')::integer from private.catalog), 7);
end;
$$;
comment on function private.grace_days is
  'For how many days a plan goes on while its renewal fails; of the catalog.';

create function private.line_membership(p_payment public.payments, p_line private.payment_line)
returns public.memberships
language plpgsql
immutable
set search_path = ''
as $$
begin
  return row(null, p_payment.user_id, p_line.plan, 'subscription',
    format('payment:%s:%s:', p_payment.id, p_line.nr), p_line.starts_at, p_line.ends_at,
    -- Within a trial the anchor is still to come.
    least(p_line.anchor_at, p_line.starts_at), 'live', p_payment.created_at,
    p_payment.provider || ':' || p_payment.subscription_provider_id, null)::public.memberships;
end;
$$;
comment on function private.line_membership is
  'What a line gives as long as nothing cuts it; the operation key is the beginning of its keys.';

create function private.reversed_cents(p_payment public.payments)
returns bigint
language plpgsql
stable
set search_path = ''
as $$
begin
  return least(coalesce(p_payment.collected_cents, p_payment.amount_cents), (
    select coalesce(sum(amount_cents), 0) from (
      select amount_cents from public.refunds
      where provider = p_payment.provider and payment_provider_id = p_payment.provider_id
        and state in ('pending', 'succeeded')
      union all
      select amount_cents from private.dispute
      where provider = p_payment.provider and payment_provider_id = p_payment.provider_id
        and state in ('open', 'lost')) as reversal));
end;
$$;
comment on function private.reversed_cents is
  'What is refunded or disputed of a payment, at most what was collected.';

create function private.lines_in_force(p_provider text, p_subscription_id text)
returns setof public.memberships
language plpgsql
stable
set search_path = ''
as $$
declare
  v_ended_at timestamptz := (
    select ended_at from public.subscriptions
    where provider = p_provider and provider_id = p_subscription_id);
begin
  return query
    with line as (
      select private.line_membership(payments, payment_line) as gives, payments, nr
      from public.payments
      join private.payment_line on payment_id = payments.id
      where provider = p_provider and subscription_provider_id = p_subscription_id
        and state = 'paid'
        and (amount_cents = 0
          or private.reversed_cents(payments) < coalesce(collected_cents, amount_cents))
    ), cut as (
      select gives, least((gives).ends_at, v_ended_at, lead((gives).starts_at) over (
        -- Providers count seconds: of lines that begin in one, a change is later, and then the
        -- invoice of the later number.
        order by (gives).starts_at, (payments).reason = 'change', (payments).created_at,
          (payments).number, (payments).provider_id, nr)) as ends_at
      from line
    )
    select (gives).id, (gives).user_id, (gives).plan, (gives).source, (gives).operation_key,
      (gives).starts_at, greatest(cut.ends_at, (gives).starts_at), (gives).anchor_at,
      (gives).state, (gives).created_at, (gives).paid_by, (gives).revoked_at
    from cut;
end;
$$;
comment on function private.lines_in_force is
  'What the payments of a subscription give, each until it ends or something cuts it, which may be '
  'at once.';

create function private.sync_memberships(p_user_id uuid, p_provider text, p_subscription_id text)
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_lines public.memberships[] := array(
    select line from private.lines_in_force(p_provider, p_subscription_id) as line);
  v_line public.memberships;
  v_has record;
  v_given record;
begin
  -- What is given for less time or not at all comes first, so that nothing overlaps meanwhile.
  for v_has in
    select has.id, has.starts_at, has.ends_at, has.state, line.ends_at as wanted
    from public.memberships as has
    left join unnest(v_lines) as line on starts_with(has.operation_key, line.operation_key)
    where has.user_id = p_user_id and has.source = 'subscription' and has.state <> 'revoked'
      and has.operation_key like 'payment:%'
      and private.as_uuid(split_part(has.operation_key, ':', 2)) in (
        select id from public.payments
        where provider = p_provider and subscription_provider_id = p_subscription_id)
  loop
    if v_has.wanted is null and v_has.state = 'live' then
      perform private.revoke_membership(v_has.id);
    elsif v_has.wanted is null or v_has.ends_at > v_has.wanted then
      update public.memberships
      set ends_at = greatest(coalesce(v_has.wanted, v_has.starts_at), v_has.starts_at)
      where id = v_has.id;
    end if;
  end loop;
  foreach v_line in array v_lines loop
    select max(ends_at) as ends_at, (max(id::text) filter (where state = 'live'))::uuid as live_id,
      count(*) as nr
    into v_given from public.memberships
    where user_id = p_user_id and starts_with(operation_key, v_line.operation_key)
      and state <> 'revoked';
    continue when v_given.ends_at >= v_line.ends_at or v_line.ends_at = v_line.starts_at;
    if v_given.live_id is not null then
      update public.memberships set ends_at = v_line.ends_at where id = v_given.live_id;
    else
      perform private.grant_membership(p_user_id, v_line.plan, 'subscription',
        v_line.operation_key || (
          select count(*) from public.memberships
          where user_id = p_user_id and starts_with(operation_key, v_line.operation_key)),
        coalesce(v_given.ends_at, v_line.starts_at), v_line.ends_at, v_line.anchor_at,
        v_line.paid_by);
    end if;
  end loop;
end;
$$;
comment on function private.sync_memberships is
  'Gives a person the time that the payments of a subscription buy, no more and no less.';

create function private.sync_grace(p_subscription public.subscriptions)
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_prefix text := format('grace:%s:', p_subscription.id);
  v_last public.memberships;
begin
  select * into v_last
  from private.lines_in_force(p_subscription.provider, p_subscription.provider_id)
  order by ends_at desc limit 1;
  perform private.revoke_membership(id) from public.memberships
  where user_id = p_subscription.user_id and source = 'grace' and state = 'live'
    and starts_with(operation_key, v_prefix)
    and (p_subscription.state <> 'past_due' or starts_at is distinct from v_last.ends_at);
  if p_subscription.state = 'past_due' and v_last.ends_at is not null
    and private.grace_days() > 0
    and not exists (
      select from public.memberships
      where user_id = p_subscription.user_id and starts_with(operation_key, v_prefix)
        and starts_at = v_last.ends_at and state <> 'revoked')
  then
    perform private.grant_membership(p_subscription.user_id, v_last.plan, 'grace',
      v_prefix || (
        select count(*) from public.memberships
        where user_id = p_subscription.user_id and starts_with(operation_key, v_prefix)),
      v_last.ends_at, v_last.ends_at + private.grace_days() * interval '24 hours');
  end if;
end;
$$;
comment on function private.sync_grace is
  'Lets the plan go on for a while after what was paid, as long as the renewal fails and is tried.';
