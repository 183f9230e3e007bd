// economy-invariants: what must be true of counts, streams, usage and plans after every commit,
// beside the books (ledger-invariants). Read in one statement, so in one snapshot.
import { CHECKED_METER } from './economy-catalog.ts';
import type { Queryable } from './wallet.ts';

/** Every broken rule of some people as `rule: row`; empty when all agree. */
export async function economyViolations(db: Queryable, people: string[]): Promise<string[]> {
  const { rows } = await db.query(RULES, [people]);
  return rows.map(({ rule, detail }) => `${rule}: ${detail}`);
}

const COUNTS = `
  select 'a count is the sum of what its reservations hold' as rule,
    format('%s of %s per %s from %s for %s: used %s, reserved %s',
      meter, user_id, window_kind, starts_on, scope_id, used, reserved) as detail
  from (
    select * from private.allowance_count where user_id = any ($1) and meter <> '${CHECKED_METER}'
  ) as counted
  full join (
    select user_id, meter, window_kind, scope_id, starts_on, sum(amount) as reserved
    from private.allowance_reservation cross join unnest(counts)
    where user_id = any ($1)
    group by user_id, meter, window_kind, scope_id, starts_on
  ) as reservations using (user_id, meter, window_kind, scope_id, starts_on)
  where used is distinct from reserved`;

// Whoever began last was within the limit of the plan of then, which is one of these.
const STREAMS = `
  select 'nobody has more streams at once than a plan of theirs allows',
    format('%s: %s open, %s allowed', user_id, open, allowance)
  from (
    select user_id, count(*) as open, max(coalesce(allowance, 1000000)) as allowance
    from (
      select user_id, plan from public.turns where state = 'streaming'
      union all
      select user_id, plan from public.actions where state = 'running' and action = 'completion'
    ) as answer
    left join public.plan_limits as each on each.plan = answer.plan and meter = 'streams'
    where user_id = any ($1)
    group by user_id
  ) as streams
  where open > allowance`;

const TURN_USAGE = `
  select 'each attempt that ended has one record, and together they say what the turn charged',
    format('turn %s attempt %s: %s, charged %s; records %s, late %s, calls %s, credits %s',
      turn.id, attempt, state, charged_credits, records, late, calls, credits)
  from public.turns as turn
  cross join lateral (
    select count(*) filter (where operation_key !~ 'late$') as records,
      count(*) filter (where operation_key ~ 'late$') as late,
      coalesce(sum(calls), 0) as calls, coalesce(sum(credits), 0) as credits
    from private.usage_record where operation_key = any (array(
      select format('turn:%s:%s%s', turn.id, nr, suffix)
      from generate_series(1, attempt) as nr, unnest(array['', ':late']) as suffix))
  ) as usage
  where user_id = any ($1) and (records <> attempt - (state = 'streaming')::integer
    or calls <> records or late > records or credits <> charged_credits)`;

const ACTIONS = `
  select 'an action agrees with its holds and its usage',
    format('action %s: %s, held %s, charged %s; hold %s of %s, settled %s; records %s, credits %s',
      action.id, action.state, held_credits, charged_credits, hold.state, hold.amount, settled,
      records, credits)
  from public.actions as action
  left join private.ledger_hold as hold on hold.id = action.hold_id
  cross join lateral (
    select array['action:' || action.id, format('action:%s:late', action.id)] as keys) as named
  cross join lateral (
    select coalesce(sum(settled_amount), 0) as settled
    from private.ledger_hold where operation_key = any (keys)) as holds
  cross join lateral (
    select coalesce(sum(calls), 0) as records, coalesce(sum(usage_record.credits), 0) as credits
    from private.usage_record where operation_key = any (keys)) as usage
  where action.user_id = any ($1) and (
    hold.id is null or hold.amount <> held_credits
    or (action.state = 'running') <> (hold.state = 'held')
    or charged_credits <> settled or credits <> charged_credits
    or records <> (action.state <> 'running')::integer)`;

const SUMS = `
  select 'the days are the sums of what was summed',
    format('%s of %s on %s: off by %s calls, %s units, %s credits, %s micros', action, user_id, day,
      sum(calls), sum(units), sum(credits), sum(cost_micros))
  from (
    select user_id, day, action, character_id, plan, provider, model, calls, units, credits,
      revenue_micros, cost_micros
    from private.usage_day where user_id = any ($1)
    union all
    select user_id, (created_at at time zone 'UTC')::date, action, character_id, plan, provider,
      model, -calls, -units, -credits, -revenue_micros, -coalesce(cost_micros, 0)
    from private.usage_record where user_id = any ($1) and is_summed
  ) as signed
  group by user_id, day, action, character_id, plan, provider, model
  having (sum(calls), sum(units), sum(credits), sum(revenue_micros), sum(cost_micros))
    <> (0, 0, 0, 0, 0)`;

const SUBSCRIPTIONS = `
  select 'nobody has two subscriptions at a time',
    format('%s and %s of %s', one.id, other.id, one.user_id)
  from public.memberships as one
  join public.memberships as other on other.user_id = one.user_id and other.id > one.id
  where one.user_id = any ($1) and one.source = 'subscription' and other.source = 'subscription'
    and one.state = 'live' and other.state = 'live'
    and tstzrange(one.starts_at, one.ends_at) && tstzrange(other.starts_at, other.ends_at)`;

const DEFAULTS = `
  select 'the default plan grants a month once', format('%s: %s', owner_id, count(*))
  from private.ledger_account as account
  join public.profiles as profile on profile.id = owner_id
  where owner_id = any ($1) and starts_with(granted_for, 'default:')
    and account.created_at >= profile.created_at
  group by owner_id
  having count(*) > 1`;

const RULES = [COUNTS, STREAMS, TURN_USAGE, ACTIONS, SUMS, SUBSCRIPTIONS, DEFAULTS].join(
  '\nunion all\n',
);
