// ledger-invariants: what must be true of the books after every commit, whatever happened before.
// Read in one statement, so in one snapshot: it may be asked while others work.

interface Queryable {
  query(text: string, values: unknown[]): Promise<{ rows: { rule: string; detail: string }[] }>;
}

/**
 * Every broken rule as `rule: row`; empty when books, holds and turns agree. Looks at all that
 * some owners have, or at everything when none are named.
 */
export async function ledgerViolations(
  database: Queryable,
  ownerIds?: string[],
): Promise<string[]> {
  const { rows } = await database.query(RULES, [ownerIds ?? null]);
  return rows.map(({ rule, detail }) => `${rule}: ${detail}`);
}

const ENTRIES = `
  select 'a transfer has two or more entries that sum to zero per unit' as rule,
    format('transfer %s (%s): %s entries, %s', transfer.id, operation_key, sum(entries),
      string_agg(unit || ' ' || total, ', ')) as detail
  from private.ledger_transfer as transfer
  left join lateral (
    select unit, count(*) as entries, sum(amount) as total
    from private.ledger_entry as entry
    join private.ledger_account as account on account.id = account_id
    where transfer_id = transfer.id group by unit
  ) as by_unit on true
  where $1::uuid[] is null or transfer.id in (
    select transfer_id from private.ledger_entry as entry
    join private.ledger_account as account on account.id = account_id
    where owner_id = any ($1))
  group by transfer.id, operation_key
  having coalesce(sum(entries), 0) < 2 or bool_or(total <> 0)`;

const BALANCES = `
  select 'a balance is the sum of its entries, negative for a debt only, and covers what is held',
    format('account %s: balance %s, held %s, entries %s', account.id, balance, held, total)
  from private.ledger_account as account
  cross join lateral (
    select coalesce(sum(amount), 0) as total from private.ledger_entry where account_id = account.id
  ) as entries
  where case when $1::uuid[] is null then owner_id is not null else owner_id = any ($1) end
    and (balance <> total
      or case kind when 'debt' then held <> 0 or balance > 0 else held < 0 or held > balance end)`;

const HELD = `
  select 'held credits are the parts of open holds',
    format('account %s: held %s, open parts %s', account.id, held, total)
  from private.ledger_account as account
  cross join lateral (
    select coalesce(sum(part.amount), 0) as total
    from private.ledger_hold_part as part join private.ledger_hold as hold on hold.id = hold_id
    where account_id = account.id and state = 'held'
  ) as parts
  where ($1::uuid[] is null or owner_id = any ($1)) and held <> total`;

const PARTS = `
  select 'the parts of a hold are its amount, and lie on wallets of its owner',
    format('hold %s: amount %s, parts %s', hold.id, hold.amount, sum(part.amount))
  from private.ledger_hold as hold
  left join private.ledger_hold_part as part on part.hold_id = hold.id
  left join private.ledger_account as account on account.id = part.account_id
  where $1::uuid[] is null or hold.owner_id = any ($1)
  group by hold.id
  having hold.amount <> coalesce(sum(part.amount), 0)
    or bool_or(account.owner_id <> hold.owner_id or account.unit <> 'credit')`;

const SETTLED = `
  select 'what was settled is what the transfer moved, from where it was held',
    format('hold %s: %s, settled %s, moved %s', hold.id, state, settled_amount, sum(-entry.amount))
  from private.ledger_hold as hold
  left join private.ledger_transfer as transfer
    on transfer.operation_key = 'settle:' || hold.operation_key
  left join lateral (
    select entry.* from private.ledger_entry as entry
    join private.ledger_account as account on account.id = account_id
    where transfer_id = transfer.id and owner_id is not null
  ) as entry on true
  left join private.ledger_hold_part as part
    on part.hold_id = hold.id and part.account_id = entry.account_id
  where $1::uuid[] is null or hold.owner_id = any ($1)
  group by hold.id
  having coalesce(settled_amount, 0) <> coalesce(sum(-entry.amount), 0)
    or bool_or(-entry.amount not between 0 and coalesce(part.amount, 0))`;

const TURNS = `
  select 'a turn agrees with its holds and its answer',
    format('turn %s attempt %s: %s, held %s, charged %s; hold %s of %s; answer %s; settled %s',
      turn.id, attempt, turn.state, held_credits, charged_credits, hold.state, hold.amount,
      answer.state, settled)
  from public.turns as turn
  left join private.ledger_hold as hold on hold.id = turn.hold_id
  left join public.messages as answer on answer.id = turn.assistant_message_id
  cross join lateral (
    select coalesce(sum(settled_amount), 0) as settled,
      count(*) filter (where state = 'held') as open
    from private.ledger_hold where operation_key in (
      select format('turn:%s:%s%s', turn.id, nr, suffix)
      from generate_series(1, attempt) as nr, unnest(array['', ':late']) as suffix)
  ) as holds
  where ($1::uuid[] is null or user_id = any ($1)) and (
    turn.state is distinct from answer.state
    or hold.id is null or hold.amount <> held_credits
    or (turn.state = 'streaming') <> (hold.state = 'held')
    or open <> (turn.state = 'streaming')::integer
    or charged_credits <> settled
    -- What is blocked after the sweep has closed it is emptied, and stays interrupted.
    or (turn.state = 'failed' or turn.error_code is not distinct from 'answer_blocked')
      <> (answer.content = '' and turn.state <> 'streaming'))`;

const TALKS = `
  select 'a talk agrees with its spans and their holds',
    format('talk %s: %s, held %s s for %s, %s s charged %s; spans %s s for %s, settled %s, open %s',
      talk.id, talk.state, held_seconds, held_credits, talk.seconds, charged_credits,
      spans.seconds, spans.credits, spans.settled, spans.open)
  from public.voice_sessions as talk
  cross join lateral (
    select coalesce(sum(span.seconds), 0) as seconds, coalesce(sum(credits), 0) as credits,
      coalesce(sum(settled_amount), 0) as settled,
      count(*) filter (where hold.state = 'held') as open, count(*) as all,
      bool_and(hold.amount = span.credits) as are_held
    from private.voice_span as span
    join private.ledger_hold as hold on hold.id = hold_id
    where session_id = talk.id
  ) as spans
  where ($1::uuid[] is null or user_id = any ($1)) and (
    (held_seconds, held_credits) is distinct from (spans.seconds, spans.credits)
    or not spans.are_held
    or charged_credits <> spans.settled
    or spans.open <> case when ended_at is null then spans.all else 0 end)`;

const CALLS = `
  select 'no call at OpenAI outlives its talk, and each that ends is in the queue',
    format('call %s: %s, talk %s', call.call_id, call.state, talk.state)
  from private.voice_call as call
  left join public.voice_sessions as talk on talk.id = session_id
  where ($1::uuid[] is null or user_id = any ($1)) and (
    (call.state = 'open'
      and (talk.state is distinct from 'running' or talk.error_code is not null))
    or (call.state = 'ending' and not exists (
      select from pgmq.q_hangups where message ->> 'call_id' = call.call_id)))`;

const REFUNDS = `
  select 'refunds move what they say, and no account gets back more than it paid',
    format('hold %s: settled %s, refunds %s, moved %s', hold.id, settled_amount,
      refunds.amounts, sum(parts.refunded))
  from private.ledger_hold as hold
  cross join lateral (
    select sum(amount) as amounts, array_agg('refund:' || operation_key) as keys
    from private.ledger_refund where hold_id = hold.id
  ) as refunds
  join lateral (
    select account.id,
      coalesce(sum(-entry.amount) filter (where entry.amount < 0), 0) as paid,
      coalesce(sum(entry.amount) filter (where entry.amount > 0), 0) as refunded
    from private.ledger_transfer as transfer
    join private.ledger_entry as entry on transfer_id = transfer.id
    join private.ledger_account as account on account.id = account_id
    where owner_id = hold.owner_id
      and transfer.operation_key = any (refunds.keys || ('settle:' || hold.operation_key))
    group by account.id
  ) as parts on true
  where ($1::uuid[] is null or hold.owner_id = any ($1)) and refunds.amounts is not null
  group by hold.id, refunds.amounts
  having refunds.amounts > coalesce(settled_amount, 0)
    or refunds.amounts <> sum(parts.refunded) or bool_or(parts.refunded > parts.paid)`;

const GRANTS = `
  select 'plan credits are granted once, to the account of what they are for',
    format('account %s (%s): %s grants', account.id, granted_for, grants)
  from private.ledger_account as account
  cross join lateral (
    select count(*) filter (where before is null) as grants, bool_and(amount > 0
      and operation_key = concat_ws(':', 'plan', account.owner_id, granted_for, before))
      as are_its_own
    from (
      -- What a grant adds to another names what was granted before.
      select amount, operation_key, sum(amount) over (
        order by entry.id rows between unbounded preceding and 1 preceding) as before
      from private.ledger_entry as entry
      join private.ledger_transfer as transfer on transfer.id = transfer_id
      where account_id = account.id and starts_with(operation_key, 'plan:')
    ) as each
  ) as transfers
  where kind = 'wallet_plan' and ($1::uuid[] is null or owner_id = any ($1))
    and (grants <> 1 or not are_its_own)`;

const CLOSED = `
  select 'a closed account has expired and is empty',
    format('account %s: balance %s, held %s, expires %s', id, balance, held, expires_at)
  from private.ledger_account
  where closed_at is not null and ($1::uuid[] is null or owner_id = any ($1))
    and (balance <> 0 or held <> 0 or expires_at > closed_at)`;

const TOTAL = `
  select 'what people have is what the platform gave out', format('off by %s %s', total, unit)
  from (
    select unit, sum(coalesce(balance, (
      select sum(amount) from private.ledger_entry where account_id = account.id), 0)) as total
    from private.ledger_account as account group by unit
  ) as by_unit
  where $1::uuid[] is null and total <> 0`;

const RULES = [
  ENTRIES,
  BALANCES,
  HELD,
  PARTS,
  SETTLED,
  REFUNDS,
  GRANTS,
  CLOSED,
  TOTAL,
  TURNS,
  TALKS,
  CALLS,
].join('\nunion all\n');
