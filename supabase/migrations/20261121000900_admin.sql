-- admin: what admins do to plans, credits and limits, each with a line in the audit log, and what
-- they see of cost and revenue.
-- Callers: active admins with their own token. Everybody else gets PT403.

create function private.require_person(p_user_id uuid)
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
  perform from public.profiles where id = p_user_id;
  if not found then
    raise sqlstate 'PT404' using message = 'person_not_found', hint = 'There is no such person.';
  end if;
end;
$$;
comment on function private.require_person is 'Refuses an account that is not there. PT404.';

create function private.require_operation_key(p_operation_key text)
returns void
language plpgsql
immutable
set search_path = ''
as $$
begin
  if p_operation_key is null or p_operation_key !~ '\S' or char_length(p_operation_key) > 100 then
    raise sqlstate 'PT400' using
      message = 'invalid_request',
      detail = jsonb_build_object('path', 'p_operation_key')::text,
      hint = 'Name the operation by a key of 1 to 100 characters: once per key.';
  end if;
end;
$$;
comment on function private.require_operation_key is 'Refuses a key that names nothing. PT400.';

create function public.give_plan(
  p_user_id uuid, p_plan text, p_ends_at timestamptz, p_operation_key text)
returns public.memberships
language plpgsql
volatile
security definer -- Definer because admins may not write memberships.
set search_path = ''
as $$
begin
  perform private.audit_as_admin('give_plan', p_user_id::text, jsonb_build_object(
    'plan', p_plan, 'ends_at', p_ends_at, 'operation_key', p_operation_key));
  perform private.require_operation_key(p_operation_key);
  perform private.require_person(p_user_id);
  if p_ends_at <= now() then
    raise sqlstate 'PT400' using
      message = 'invalid_request', hint = 'A plan is given until a moment to come.';
  end if;
  return private.grant_membership(
    p_user_id, p_plan, 'admin', 'admin:' || p_operation_key, now(), p_ends_at);
end;
$$;
comment on function public.give_plan is
  'Gives somebody a plan until a moment, or for good (null), once per operation key. PT400, PT403, '
  'PT404, PT409.';

create function public.take_plan(p_membership_id uuid)
returns void
language plpgsql
volatile
security definer -- Definer because admins may not write memberships.
set search_path = ''
as $$
declare
  v_user_id uuid := (select user_id from public.memberships where id = p_membership_id);
begin
  perform private.audit_as_admin('take_plan', v_user_id::text, jsonb_build_object(
    'membership_id', p_membership_id));
  perform private.require_person(v_user_id);
  perform private.revoke_membership(p_membership_id);
end;
$$;
comment on function public.take_plan is
  'Takes a membership back at once, with what is unspent of its credits. PT403, PT404.';

create function public.give_credits(
  p_user_id uuid, p_amount bigint, p_operation_key text, p_reason text)
returns void
language plpgsql
volatile
security definer -- Definer because admins may not write the books.
set search_path = ''
as $$
begin
  perform private.audit_as_admin('give_credits', p_user_id::text, jsonb_build_object(
    'amount', p_amount, 'operation_key', p_operation_key, 'reason', p_reason));
  perform private.require_operation_key(p_operation_key);
  perform private.require_person(p_user_id);
  perform private.grant_credits(p_user_id, p_amount, 'admin:' || p_operation_key, 'admin_gift');
end;
$$;
comment on function public.give_credits is
  'Gives somebody credits that never expire, once per operation key. PT400, PT403, PT404, PT409.';

create function private.refund_turn_holds(
  p_hold_id uuid, p_amount bigint, p_operation_key text)
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_hold private.ledger_hold := private.lock_hold(p_hold_id);
  v_late_id uuid := private.late_hold(p_hold_id);
  v_late_key text := p_operation_key || ':late';
  v_made bigint := (
    select sum(amount) from private.ledger_refund
    where operation_key in (p_operation_key, v_late_key));
  v_first bigint;
begin
  if v_made = p_amount then
    return;
  end if;
  -- Of two holds the first as far as it reaches; a key in other use is a conflict there.
  v_first := case
    when v_late_id is null or v_made is not null or p_amount is null then p_amount
    else least(p_amount, v_hold.settled_amount - private.refunded(p_hold_id)) end;
  if v_first is distinct from 0 or p_amount = 0 then
    perform private.refund(p_hold_id, v_first, p_operation_key, 'admin_refund');
  end if;
  if p_amount > v_first then
    perform private.refund(v_late_id, p_amount - v_first, v_late_key, 'admin_refund');
  end if;
end;
$$;
comment on function private.refund_turn_holds is
  'Gives back of what a turn was charged, also of what was charged late. PT404, PT409.';

create function public.refund_turn(
  p_turn_id uuid, p_amount bigint, p_operation_key text, p_reason text)
returns jsonb
language plpgsql
volatile
security definer -- Definer because admins may not write the books.
set search_path = ''
as $$
declare
  v_hold_id uuid := (select hold_id from public.turns where id = p_turn_id);
begin
  perform private.audit_as_admin('refund_turn', p_turn_id::text, jsonb_build_object(
    'amount', p_amount, 'operation_key', p_operation_key, 'reason', p_reason));
  if v_hold_id is null then
    raise sqlstate 'PT404' using message = 'turn_not_found', hint = 'There is no such turn.';
  end if;
  perform private.require_operation_key(p_operation_key);
  perform private.refund_turn_holds(v_hold_id, p_amount, 'admin:' || p_operation_key);
  return private.turn_receipt(p_turn_id);
end;
$$;
comment on function public.refund_turn is
  'Gives back credits of an answer, once per operation key; returns the receipt. PT400, PT403, '
  'PT404, PT409.';

create function public.read_blocks()
returns table (
  subject text, user_id uuid, meter text, scope text, window_kind text, window_seconds integer,
  allowance bigint, used bigint, resets_at timestamptz)
language plpgsql
volatile
security definer -- Definer because nobody may read what limits are kept in.
set search_path = ''
as $$
begin
  perform private.audit_as_admin('read_blocks', 'limits', '{}');
  return query
    -- First who reached a limit of any plan: to look up which plan somebody has is a query each.
    with reached as materialized (
      select count.user_id, count.meter, count.window_kind, count.starts_on, count.used,
        plan_limit.plan, plan_limit.scope, plan_limit.allowance
      from private.allowance_count as count
      join public.plan_limits as plan_limit on plan_limit.meter = count.meter
        and plan_limit.window_kind = count.window_kind
        and (plan_limit.scope = 'character')
          = (count.scope_id <> '00000000-0000-0000-0000-000000000000')
      where count.used >= plan_limit.allowance
    )
    select each.subject, private.as_uuid(substr(each.subject, 6)), each.meter,
      split_part(each.subject, ':', 1), 'rolling', each.window_seconds, each.allowance,
      ceil(private.rate_level(each, now()))::bigint,
      now() + (private.rate_level(each, now()) + 1 - each.allowance)
        * each.window_seconds / each.allowance * interval '1 second'
    from private.rate_window as each
    where private.rate_level(each, now()) + 1 > each.allowance
    union all
    select 'user:' || each.user_id, each.user_id, each.meter, each.scope, each.window_kind,
      0, each.allowance, each.used, private.window_end(each.window_kind, now())
    from reached as each
    where each.starts_on = private.window_start(each.window_kind, now())
      and each.plan = (private.current_plan(each.user_id)).slug
    limit 1000;
end;
$$;
comment on function public.read_blocks is
  'Whom a limit refuses now: people and addresses, which limit, until when. PT403.';

create function public.lift_block(p_subject text, p_meter text)
returns integer
language plpgsql
volatile
security definer -- Definer because nobody may write what limits are kept in.
set search_path = ''
as $$
declare
  v_user_id uuid := case when starts_with(p_subject, 'user:')
    then private.as_uuid(substr(p_subject, 6)) end;
  v_lifted integer;
  v_counts integer;
begin
  perform private.audit_as_admin('lift_block', p_subject, jsonb_build_object('meter', p_meter));
  if v_user_id is not null then
    perform private.lock_person(v_user_id);
  end if;
  delete from private.allowance_count where user_id = v_user_id and meter = p_meter;
  get diagnostics v_counts = row_count;
  delete from private.rate_window where subject = p_subject and meter = p_meter;
  get diagnostics v_lifted = row_count;
  return v_lifted + v_counts;
end;
$$;
comment on function public.lift_block is
  'Lets a subject of read_blocks begin anew with a meter; returns how many windows. PT403.';

create function public.read_margins(p_from date, p_to date)
returns table (
  day date, plan text, provider text, model text, action text, calls bigint,
  failed_calls bigint, credits bigint, revenue_micros bigint, cost_micros bigint,
  margin_micros bigint, mean_latency_ms bigint, mean_first_token_ms bigint)
language plpgsql
volatile
security definer -- Definer because nobody may read what calls cost.
set search_path = ''
as $$
begin
  perform private.audit_as_admin('read_margins', 'usage', jsonb_build_object(
    'from', p_from, 'to', p_to));
  while private.sum_usage() > 0 loop end loop;
  return query
    select each.day, each.plan, each.provider, each.model, each.action, sum(each.calls)::bigint,
      sum(each.failed_calls)::bigint, sum(each.credits)::bigint,
      sum(each.revenue_micros)::bigint, sum(each.cost_micros)::bigint,
      sum(each.revenue_micros - each.cost_micros)::bigint,
      (sum(each.latency_ms) / nullif(sum(each.timed_calls), 0))::bigint,
      (sum(each.first_token_ms) / nullif(sum(each.streamed_calls), 0))::bigint
    from private.usage_day as each
    where each.day between p_from and p_to
    group by 1, 2, 3, 4, 5
    order by 1, 2, 3, 4, 5;
end;
$$;
comment on function public.read_margins is
  'Cost, revenue and margin in micros of each UTC day by plan, model and action. PT403.';

revoke execute on function public.give_plan, public.take_plan, public.give_credits,
  public.refund_turn, public.read_blocks, public.lift_block, public.read_margins
  from public, anon, authenticated, service_role;
grant execute on function public.give_plan, public.take_plan, public.give_credits,
  public.refund_turn, public.read_blocks, public.lift_block, public.read_margins
  to authenticated;
