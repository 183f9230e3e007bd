-- memberships: who has which plan, from when to when, and by what: a subscription, a pass, a trial,
-- an admin's gift, or the days of grace that a failed payment has.
-- Callers: billing, start_trial, admins, all through grant_membership, replace_membership and
-- revoke_membership; a person reads own rows. The plan in force is current_plan().
-- States: live -> ended    its time is over; set when the wallet is next brought up to date
--         live -> revoked  taken back: it counts no more from that moment, nor its unspent credits
--
-- How they combine
--   1. Of all live memberships whose time it is, the plan of the highest rank is in force; of two
--      with that plan the one that ends last. Without any, the default plan.
--   2. Features, models and limits are those of the plan in force and of no other.
--   3. Credits: each membership whose time it is grants those of its plan, each period once;
--      the default plan grants only when there is no other (renew_wallet).
--   4. One subscription has one at a time; who pays two has both (list_double_subscriptions).
--      Passes of one plan follow one another. A trial of a plan is there once, and only for who
--      never had the plan. Gifts may overlap all, and so may grace, which grants nothing.
--   5. A change of plan is a new membership: an upgrade begins now and a downgrade when the paid
--      period ends; both end the old one at that moment. What it granted stays until it expires.

create table public.memberships (
  id uuid not null default gen_random_uuid(),
  user_id uuid not null,
  plan text not null,
  source text not null,
  operation_key text not null,
  starts_at timestamptz not null,
  ends_at timestamptz,
  anchor_at timestamptz not null,
  state text not null default 'live',
  created_at timestamptz not null default now(),
  paid_by text,
  revoked_at timestamptz,
  constraint memberships_pkey primary key (id),
  constraint memberships_operation_key_key unique (operation_key),
  constraint memberships_user_id_fkey
    foreign key (user_id) references public.profiles (id) on delete cascade,
  constraint memberships_plan_fkey
    foreign key (plan) references public.plans (slug) on delete restrict,
  constraint memberships_source_check
    check (source in ('subscription', 'pass', 'trial', 'admin', 'grace')),
  constraint memberships_operation_key_check
    check (char_length(operation_key) between 1 and 200),
  constraint memberships_ends_at_check check (ends_at >= starts_at),
  constraint memberships_anchor_at_check check (anchor_at <= starts_at),
  constraint memberships_state_check check (state in ('live', 'ended', 'revoked')),
  constraint memberships_revoked_at_check check ((state = 'revoked') = (revoked_at is not null)),
  constraint memberships_paid_by_check check (char_length(paid_by) between 1 and 160),
  constraint memberships_subscription_excl exclude using gist (
    user_id with =, coalesce(paid_by, '') with =, tstzrange(starts_at, ends_at) with &&)
    where (source = 'subscription' and state <> 'revoked'),
  constraint memberships_pass_excl exclude using gist (
    user_id with =, plan with =, tstzrange(starts_at, ends_at) with &&)
    where (source = 'pass' and state <> 'revoked')
);
comment on table public.memberships is 'Who has which plan, from when to when, and by what.';
comment on column public.memberships.ends_at is 'The first moment without it; null is open-ended.';
comment on column public.memberships.anchor_at is
  'Where its months are counted from: a change of plan keeps the day of the subscription.';
comment on column public.memberships.paid_by is 'Provider and id of the subscription, if any.';

create unique index memberships_trial_idx on public.memberships (user_id, plan)
  where source = 'trial';
create index memberships_user_id_idx on public.memberships (user_id) where state = 'live';
create index memberships_plan_idx on public.memberships (plan);

grant select on public.memberships to authenticated, service_role;

alter table public.memberships enable row level security;

create policy "People read their own memberships and admins read all"
  on public.memberships for select to authenticated
  using (user_id = (select auth.uid()) or (select private.is_admin()));

-- Legal moves -------------------------------------------------------------------------------------

create function private.require_membership_move()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
begin
  -- What is over may turn out to have been over sooner: a change of plan that is heard of late.
  if old.state = 'revoked'
    or (old.state = 'ended' and (new.state <> 'ended' or new.ends_at is null
      or new.ends_at > old.ends_at))
    or to_jsonb(old) - array['state', 'ends_at', 'revoked_at']
      is distinct from to_jsonb(new) - array['state', 'ends_at', 'revoked_at']
  then
    raise exception 'illegal_state_move' using
      errcode = 'check_violation',
      detail = format('membership %s: %s -> %s', old.id, old.state, new.state);
  end if;
  return new;
end;
$$;
comment on function private.require_membership_move is
  'Refuses to change more than a state and an end, and what is over but for an earlier end.';

create trigger memberships_require_move before update on public.memberships
  for each row execute function private.require_membership_move();

-- Verbs -------------------------------------------------------------------------------------------

create function private.require_plan(p_plan text)
returns public.plans
language plpgsql
stable
set search_path = ''
as $$
declare
  v_plan public.plans;
begin
  select * into v_plan from public.plans where slug = p_plan and state = 'offered';
  if not found then
    raise sqlstate 'PT404' using
      message = 'plan_not_found',
      detail = jsonb_build_object('plan', p_plan)::text, hint = 'There is no such plan.';
  end if;
  return v_plan;
end;
$$;
comment on function private.require_plan is 'The plan on offer of that slug. PT404.';

create function private.grant_membership(
  p_user_id uuid, p_plan text, p_source text, p_operation_key text, p_starts_at timestamptz,
  p_ends_at timestamptz, p_anchor_at timestamptz default null, p_paid_by text default null)
returns public.memberships
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_membership public.memberships;
begin
  perform private.lock_person(p_user_id);
  select * into v_membership from public.memberships where operation_key = p_operation_key;
  if not found then
    -- What is paid for is given, also when the catalog no longer offers it.
    perform private.require_plan(p_plan)
    where p_source <> 'grace' and p_operation_key not like 'payment:%';
    insert into public.memberships (
      user_id, plan, source, operation_key, starts_at, ends_at, anchor_at, paid_by)
    values (p_user_id, p_plan, p_source, p_operation_key, p_starts_at, p_ends_at,
      coalesce(p_anchor_at, p_starts_at), p_paid_by)
    -- Somebody else's took the key meanwhile; a twin of the same person waited at the wallet above.
    on conflict on constraint memberships_operation_key_key do nothing
    returning * into v_membership;
    if found then
      perform private.renew_wallet(p_user_id);
      return v_membership;
    end if;
  end if;
  if (v_membership.user_id, v_membership.plan, v_membership.source)
    is distinct from (p_user_id, p_plan, p_source)
  then
    raise sqlstate 'PT409' using
      message = 'idempotency_conflict',
      detail = jsonb_build_object('operation_key', p_operation_key)::text,
      hint = 'This operation already gave another membership.';
  end if;
  return v_membership;
end;
$$;
comment on function private.grant_membership is
  'Gives a person a plan from one moment to another, once per operation key, with the credits '
  'that are due. PT404 for a plan not on offer, PT409, 23P01 when it overlaps one of its kind.';

create function private.grant_pass(p_user_id uuid, p_plan text, p_operation_key text)
returns public.memberships
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_days integer := (select pass_days from public.plans where slug = p_plan);
  v_starts_at timestamptz;
begin
  if v_days is null then
    raise sqlstate 'PT400' using
      message = 'plan_not_a_pass',
      detail = jsonb_build_object('plan', p_plan)::text, hint = 'This plan is not sold as a pass.';
  end if;
  perform private.lock_person(p_user_id);
  select greatest(now(), max(ends_at)) into v_starts_at from public.memberships
  where user_id = p_user_id and plan = p_plan and source = 'pass' and state = 'live';
  return private.grant_membership(p_user_id, p_plan, 'pass', p_operation_key,
    v_starts_at, v_starts_at + v_days * interval '24 hours');
end;
$$;
comment on function private.grant_pass is
  'Gives a pass, once per operation key; it begins when the one before it ends. PT400, PT404.';

create function private.take_membership(p_membership_id uuid)
returns public.memberships
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_membership public.memberships;
begin
  perform private.lock_person((
    select user_id from public.memberships where id = p_membership_id));
  select * into v_membership from public.memberships where id = p_membership_id;
  if not found then
    raise sqlstate 'PT404' using
      message = 'membership_not_found',
      detail = jsonb_build_object('membership_id', p_membership_id)::text,
      hint = 'There is no such membership any more.';
  end if;
  return v_membership;
end;
$$;
comment on function private.take_membership is
  'A membership, its person''s wallet being locked. PT404 when it is not there any more.';

create function private.replace_membership(
  p_membership_id uuid, p_plan text, p_at timestamptz, p_operation_key text)
returns public.memberships
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_old public.memberships;
begin
  v_old := private.take_membership(p_membership_id);
  update public.memberships set ends_at = greatest(p_at, starts_at)
  where id = p_membership_id
    and not exists (select from public.memberships where operation_key = p_operation_key);
  return private.grant_membership(v_old.user_id, p_plan, v_old.source, p_operation_key,
    greatest(p_at, v_old.starts_at), v_old.ends_at, v_old.anchor_at, v_old.paid_by);
end;
$$;
comment on function private.replace_membership is
  'Changes the plan at a moment: now for an upgrade, the end of the period for a downgrade. '
  'PT404.';

create function private.revoke_membership(p_membership_id uuid)
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_membership public.memberships;
begin
  v_membership := private.take_membership(p_membership_id);
  update public.memberships set state = 'revoked', revoked_at = now()
  where id = p_membership_id and state = 'live';
  if not found then
    return;
  end if;
  update private.ledger_account set expires_at = now()
  where owner_id = v_membership.user_id and kind = 'wallet_plan' and expires_at > now()
    and v_membership.starts_at <= now()
    and granted_for in (
      select private.granted_for(v_membership, private.period_start(v_membership.anchor_at, nr))
      from generate_series(
        private.period_nr(v_membership.anchor_at, v_membership.starts_at),
        private.period_nr(v_membership.anchor_at, now())) as nr
      union all
      select private.granted_for(v_membership, v_membership.starts_at));
  perform private.renew_wallet(v_membership.user_id);
end;
$$;
comment on function private.revoke_membership is
  'Takes a plan back at once, with what is unspent of its credits.';

create function public.start_trial(p_plan text)
returns public.memberships
language plpgsql
volatile
security definer -- Definer because people may not write memberships.
set search_path = ''
as $$
declare
  v_user_id uuid := (private.require_active_profile(auth.uid())).id;
  v_plan public.plans := private.require_plan(p_plan);
begin
  perform private.lock_person(v_user_id);
  if v_plan.trial_days is null
    or exists (select from public.memberships where user_id = v_user_id and plan = p_plan)
  then
    raise sqlstate 'PT409' using
      message = 'trial_not_available',
      detail = jsonb_build_object('plan', p_plan)::text,
      hint = 'There is no trial of this plan for you.';
  end if;
  return private.grant_membership(v_user_id, p_plan, 'trial',
    format('trial:%s:%s', v_user_id, p_plan), now(),
    now() + v_plan.trial_days * interval '24 hours');
end;
$$;
comment on function public.start_trial is
  'Starts the caller''s trial of a plan, once in a life. PT401, PT403, PT404, PT409.';
revoke execute on function public.start_trial from public, anon, authenticated, service_role;
grant execute on function public.start_trial to authenticated;
