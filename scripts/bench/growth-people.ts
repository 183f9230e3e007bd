// growth-people: fills a database with people as if they had been there for long: each has a plan,
// a wallet, a conversation, and what one paid answer leaves behind.
import type pg from 'pg';

const BATCH = 50_000;

/** The id of the person of a number. */
const PERSON = `('00000000-0000-4000-8000-' || lpad(to_hex(nr), 12, '0'))::uuid`;

/** What is written for each number; in the order of what refers to what. */
const STATEMENTS = [
  `insert into auth.users (id, email, aud, role)
   select ${PERSON}, nr || '@growth.test', 'authenticated', 'authenticated' from numbers`,
  `insert into public.profiles (id, username, created_at)
   select ${PERSON}, 'growth_' || nr, now() - interval '3 days' from numbers`,
  `insert into private.wallet (owner_id, renews_at)
   select ${PERSON}, now() + interval '20 days' from numbers`,
  `insert into private.ledger_account (owner_id, kind, unit, balance)
   select ${PERSON}, 'wallet_bought', 'credit', 1000 from numbers`,
  `insert into public.memberships
     (user_id, plan, source, operation_key, starts_at, ends_at, anchor_at)
   select ${PERSON}, 'plus', 'subscription', 'growth:' || nr, now() - interval '3 days', null,
     now() - interval '3 days' from numbers`,
  `insert into public.conversations (user_id, character_id, client_id)
   select ${PERSON}, (select id from public.characters where slug = 'maths-tutor'), 'growth'
   from numbers`,
  `insert into public.messages (conversation_id, role, content)
   select conversation.id, role, 'Hello' from numbers
   join public.conversations as conversation on user_id = ${PERSON}
   cross join (values ('user'), ('assistant')) as each (role)`,
  `insert into private.ledger_transfer (operation_key, reason)
   select 'growth:' || nr, 'turn' from numbers`,
  `insert into private.ledger_entry (transfer_id, account_id, amount)
   select transfer.id, account.id, -1 from numbers
   join private.ledger_transfer as transfer on operation_key = 'growth:' || nr
   join private.ledger_account as account on owner_id = ${PERSON}`,
  `insert into private.rate_window
     (subject, meter, window_seconds, allowance, level, leaked_at)
   select 'user:' || ${PERSON}, 'messages', 60, 60, 1, now() from numbers`,
  `insert into private.allowance_count
     (user_id, meter, window_kind, scope_id, starts_on, used)
   select ${PERSON}, 'requests', 'day', gen_random_uuid(), current_date, 1 from numbers`,
  `insert into private.usage_record (user_id, action, operation_key, plan, provider, model,
     calls, units, credits, revenue_micros, outcome, is_summed)
   select ${PERSON}, 'chat', 'growth:' || nr, 'plus', 'openai', 'gpt-4.1-mini', 1, 1, 1, 10000,
     'complete', nr % 10 > 0 from numbers`,
];

/** Adds people up to a number, without triggers: nothing of this is being measured. */
export async function growTo(
  client: pg.Client,
  from: number,
  to: number,
  onStep: (step: string) => void,
): Promise<void> {
  await client.query(`set session_replication_role = replica`);
  for (let first = from + 1; first <= to; first += BATCH) {
    const last = Math.min(to, first + BATCH - 1);
    for (const statement of STATEMENTS)
      await client.query(
        `with numbers as (select generate_series(${first}, ${last}) as nr) ${statement}`,
      );
    onStep(`${last.toLocaleString('en')} of ${to.toLocaleString('en')} people ...`);
  }
  await client.query(`set session_replication_role = origin`);
  await client.query('vacuum (analyze)');
}

/** The id of a person picked at random among the first so many. */
export function anybody(count: number): string {
  const nr = 1 + Math.floor(Math.random() * count);
  return `00000000-0000-4000-8000-${nr.toString(16).padStart(12, '0')}`;
}
