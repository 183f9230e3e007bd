// bench webhooks: events of payments a second in the database, on one machine: taken in, and taken
// in and worked off (each a paid pack of credits of another person), beside a bare insert of the
// same raw events into a table with the same key; and, with their signatures checked, beside
// stripe-sync-engine on the same database, which turns an event into a row of its object and has
// neither an inbox nor effects. Nobody speaks HTTP here. On a database that waits for its disk.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startProjectDatabase } from '../../local/database/start-project-database.ts';
import { freePort } from '../../local/ports.ts';
import { ledgerViolations } from '../../tests/support/ledger-invariants.ts';
import { type Measure, type MeasureOptions, median } from './measure.ts';
import { checkSignature, makeEvent, type SignedEvent } from './webhooks-events.ts';
import { type SyncEngine, startSyncEngine } from './webhooks-sync-engine.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const CLIENTS = 32;
const ROUNDS = 3;
/** The measures: beside what, and the least ratio. */
const MEASURES = {
  stored: { name: 'events taken in', beside: 'bare', budget: null },
  done: { name: 'events taken in and worked off', beside: 'bare', budget: null },
  checked: {
    name: 'signed events taken in, beside rows of stripe-sync-engine',
    beside: 'theirs',
    budget: 1,
  },
  checkedDone: {
    name: 'signed events taken in and worked off, beside its rows without effects',
    beside: 'theirs',
    budget: null,
  },
} as const;

interface Purchase {
  id: string;
  customer: string;
  order: string;
}

/** A purchase only where money moves. */
type Work = (client: pg.Client, event: SignedEvent, purchase: Purchase) => Promise<unknown>;

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
      return await compare(clients, database.url(), seconds, onStep);
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
  url: string,
  seconds: number,
  onStep: (step: string) => void,
): Promise<Measure[]> {
  const [client] = clients;
  if (!client) throw new Error('There is no connection.');
  await client.query('create table public.bare_event (id text primary key, body text not null)');
  onStep('Making people and orders ...');
  const purchases = await makePurchases(client, 2 * 400 * seconds * ROUNDS);
  const engine = await startSyncEngine(url, CLIENTS);
  const works = {
    bare: bareInsert,
    stored: store,
    done: storeAndApply,
    theirs: keepRow(engine),
    checked: signed(store),
    checkedDone: signed(storeAndApply),
  };
  type Name = keyof typeof works;
  const rates: Record<Name, number[]> = {
    ...{ bare: [], stored: [], done: [], theirs: [], checked: [], checkedDone: [] },
  };
  try {
    for (let round = 1; round <= ROUNDS; round += 1) {
      onStep(`round ${round} of ${ROUNDS} ...`);
      for (const name of Object.keys(works) as Name[]) {
        const paid = name === 'done' || name === 'checkedDone' ? purchases : undefined;
        rates[name].push(await run(clients, seconds, works[name], paid));
      }
    }
    if ((await engine.countRows()) === 0) throw new Error('stripe-sync-engine kept nothing.');
  } finally {
    await engine.stop();
  }
  const violations = await ledgerViolations(client);
  if (violations.length > 0) throw new Error(`The books are wrong: ${violations.join('\n')}`);
  return (Object.keys(MEASURES) as (keyof typeof MEASURES)[]).map((what) => {
    const { name, beside: other, budget } = MEASURES[what];
    const [value, beside] = [median(rates[what]), median(rates[other])];
    const ratio = value / beside;
    const line = { measure: name, value, unit: 'events/s', beside, ratio, budget };
    return { bench: 'webhooks', ...line, ok: budget === null || ratio >= budget };
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
        await work(client, makeEvent(), purchase);
        count += 1;
      }
    }),
  );
  return (count * 1000) / (performance.now() - begun);
}

const NOBODY: Purchase = { id: '', customer: '', order: '' };

const bareInsert: Work = (client, { id, body }) =>
  client.query({
    name: 'bare',
    text: 'insert into public.bare_event (id, body) values ($1, $2)',
    values: [id, body],
  });

const store: Work = (client, { id, invoice, body }) =>
  client.query({
    name: 'store',
    text: `select public.store_payment_event(
      'stripe', $1, 'invoice.paid', 'invoice', $2, false, now(), $3)`,
    values: [id, invoice, body],
  });

/** As webhooks and worker do it: store, lease, apply, release, finish. */
const storeAndApply: Work = async (client, event, purchase) => {
  await store(client, event, purchase);
  const { rows } = await client.query({
    name: 'lease',
    text: 'select public.lease_payment_object($1) as version',
    values: [event.invoice],
  });
  await client.query({
    name: 'apply',
    text: `select public.apply_payment('stripe', $1, $2)`,
    values: [JSON.stringify(paymentOf(purchase)), rows[0].version],
  });
  await client.query({
    name: 'finish',
    text: `select public.release_payment_object($1, $2), public.finish_payment_event(id, true)
      from private.payment_event where provider = 'stripe' and provider_id = $3`,
    values: [event.invoice, rows[0].version, event.id],
  });
};

const keepRow =
  (engine: SyncEngine): Work =>
  (_, event) =>
    engine.take(event);

const signed =
  (work: Work): Work =>
  async (client, event, purchase) => {
    await checkSignature(event);
    return work(client, event, purchase);
  };

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
