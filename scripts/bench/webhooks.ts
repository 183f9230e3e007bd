// bench webhooks: events of payments a second in the database, on one machine: taken in, and taken
// in and worked off (each a paid pack of credits of another person), beside a bare insert of the
// same raw events into a table with the same key. On a database that waits for its disk.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startProjectDatabase } from '../../local/database/start-project-database.ts';
import { freePort } from '../../local/ports.ts';
import { ledgerViolations } from '../../tests/support/ledger-invariants.ts';
import { type Measure, type MeasureOptions, median } from './measure.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const CLIENTS = 32;
const ROUNDS = 3;
const BUDGETS = { stored: 0.3, done: 0.08 };
/** As large as Stripe's are. */
const PADDING = 'x'.repeat(3000);

interface Purchase {
  id: string;
  customer: string;
  order: string;
}

type Work = (client: pg.Client, purchase: Purchase) => Promise<unknown>;

/** Events a second, at 32 connections. */
export async function measure({ seconds, onStep }: MeasureOptions): Promise<Measure[]> {
  onStep('Starting a database ...');
  const folder = await mkdtemp(join(tmpdir(), 'parley-bench-'));
  const clients: pg.Client[] = [];
  try {
    const database = await startProjectDatabase({
      projectDir: ROOT,
      dataDir: join(folder, 'data'),
      port: await freePort(),
      durable: true,
    });
    try {
      for (let nr = 0; nr < CLIENTS; nr++)
        clients.push(new pg.Client({ connectionString: database.url() }));
      await Promise.all(clients.map((client) => client.connect()));
      return await compare(clients, seconds, onStep);
    } finally {
      await Promise.all(clients.map((client) => client.end()));
      await database.stop();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function compare(
  clients: pg.Client[],
  seconds: number,
  onStep: (step: string) => void,
): Promise<Measure[]> {
  const [client] = clients;
  if (!client) throw new Error('There is no connection.');
  await client.query('create table public.bare_event (id text primary key, body text not null)');
  onStep('Making people and orders ...');
  const purchases = await makePurchases(client, 400 * seconds * ROUNDS);
  const rates = { bare: [] as number[], stored: [] as number[], done: [] as number[] };
  for (let round = 1; round <= ROUNDS; round += 1) {
    onStep(`round ${round} of ${ROUNDS} ...`);
    rates.bare.push(await run(clients, seconds, bareInsert));
    rates.stored.push(await run(clients, seconds, store));
    rates.done.push(await run(clients, seconds, storeAndApply, purchases));
  }
  const violations = await ledgerViolations(client);
  if (violations.length > 0) throw new Error(`The books are wrong: ${violations.join('\n')}`);
  const beside = median(rates.bare);
  return (['stored', 'done'] as const).map((what) => {
    const value = median(rates[what]);
    return {
      bench: 'webhooks',
      measure: what === 'stored' ? 'events taken in' : 'events taken in and worked off',
      value,
      unit: 'events/s',
      beside,
      ratio: value / beside,
      budget: BUDGETS[what],
      ok: value / beside >= BUDGETS[what],
    };
  });
}

/** Works for so many seconds, or until nothing is left; returns how often a second. */
async function run(
  clients: pg.Client[],
  seconds: number,
  work: Work,
  purchases?: Purchase[],
): Promise<number> {
  const begun = performance.now();
  const end = begun + seconds * 1000;
  let count = 0;
  await Promise.all(
    clients.map(async (client) => {
      while (performance.now() < end) {
        const purchase = purchases ? purchases.pop() : NOBODY;
        if (!purchase) break;
        await work(client, purchase);
        count += 1;
      }
    }),
  );
  return (count * 1000) / (performance.now() - begun);
}

const NOBODY: Purchase = { id: '', customer: '', order: '' };

const bareInsert: Work = (client) =>
  client.query({
    name: 'bare',
    text: 'insert into public.bare_event (id, body) values ($1, $2)',
    values: [crypto.randomUUID(), eventBody(crypto.randomUUID())],
  });

const store: Work = (client, { id }) =>
  client.query({
    name: 'store',
    text: `select public.store_payment_event(
      'stripe', $1, 'checkout.session.completed', 'checkout', $1, false, now(), $2)`,
    values: [crypto.randomUUID(), eventBody(id)],
  });

/** As webhooks and worker do it: store, lease, apply, release, finish. */
const storeAndApply: Work = async (client, purchase) => {
  const eventId = crypto.randomUUID();
  await client.query({
    name: 'store',
    text: `select public.store_payment_event(
      'stripe', $1, 'checkout.session.completed', 'checkout', $1, false, now(), $2)`,
    values: [eventId, eventBody(eventId)],
  });
  const { rows } = await client.query({
    name: 'lease',
    text: 'select public.lease_payment_object($1) as version',
    values: [eventId],
  });
  await client.query({
    name: 'apply',
    text: `select public.apply_payment('stripe', $1, $2)`,
    values: [JSON.stringify(paymentOf(purchase)), rows[0].version],
  });
  await client.query({
    name: 'finish',
    text: `select public.release_payment_object($1, $2), public.finish_payment_event(id, true)
      from private.payment_event where provider = 'stripe' and provider_id = $1`,
    values: [eventId, rows[0].version],
  });
};

function eventBody(id: string): string {
  return JSON.stringify({ id, object: 'event', data: { object: { id, padding: PADDING } } });
}

function paymentOf({ id, customer, order }: Purchase) {
  const now = new Date().toISOString();
  return {
    ...{ provider_id: `pi_${id}`, customer_provider_id: customer, order_id: order },
    ...{ state: 'paid', reason: 'purchase', amount_cents: 600, tax_cents: 0, currency: 'USD' },
    ...{ created_at: now, paid_at: now, lines: [] },
  };
}

/** People with an order each, which nobody has paid yet. */
async function makePurchases(client: pg.Client, count: number): Promise<Purchase[]> {
  await client.query(
    `select private.set_provider_price('stripe', false, 'price_bench', 'prod_bench', 'pack',
       'credits-250', 600, 'USD', 'once')`,
  );
  const { rows } = await client.query<Purchase>(
    `with person as (
       insert into auth.users (id, email)
       select id, id || '@parley.test'
       from (select gen_random_uuid() as id from generate_series(1, $1)) as made
       returning id
     )
     select id from person`,
    [count],
  );
  const { rows: made } = await client.query<Purchase>(
    `with customer as (
       insert into private.customer (user_id, provider, is_live, provider_id)
       select id, 'stripe', false, 'cus_' || id from unnest($1::uuid[]) as id
     )
     insert into public.orders (user_id, client_key, provider, is_live, kind, item, price_id,
       credits, amount_cents, currency)
     select id, 'bench', 'stripe', false, 'pack', 'credits-250', 'price_bench', 250, 600, 'USD'
     from unnest($1::uuid[]) as id
     returning user_id as id, 'cus_' || user_id as customer, id as "order"`,
    [rows.map(({ id }) => id)],
  );
  return made;
}
