// billing: what an operator sets up for payments.
//   npm run billing -- sync [--db-url URL]
//     sells at Stripe what the applied catalog offers; reads STRIPE_SECRET_KEY
//   npm run billing -- connect --url WORKER_URL [--db-url URL]
//     tells the database where the worker function is; reads WORKER_SECRET
// The database is the local stack's unless --db-url names another, as role postgres. The variables
// are those of the shell and of .env. Ends with 1 when it could not be done, with 2 when it was
// asked for wrongly.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readConfig } from '../local/config.ts';
import { databaseUrl } from '../local/database/database-url.ts';
import { operatorEnvironment } from '../shared/environment.ts';
import { connectStripe } from './billing/connect-stripe.ts';
import { syncPrices } from './billing/sync-prices.ts';
import { formatTable } from './catalog/format-table.ts';
import { formatMoney } from './catalog/format-terms.ts';
import { withConnection } from './catalog/with-connection.ts';
import { operatorVariables } from './operator-variables.ts';

const ROOT = join(import.meta.dirname, '..');
const USAGE = 'npm run billing -- sync | connect --url WORKER_URL [--db-url URL]';

interface Wish {
  command: 'sync' | 'connect';
  workerUrl: string;
  dbUrl: string | undefined;
}

const wish = readWish();
if (!wish) {
  console.error(USAGE);
  process.exit(2);
}
try {
  await fulfil(wish);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

/** What was asked for; nothing when that makes no sense. */
function readWish(): Wish | undefined {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { url: { type: 'string', default: '' }, 'db-url': { type: 'string' } },
    });
    const [command, ...more] = positionals;
    const { url: workerUrl, 'db-url': dbUrl } = values;
    if (more.length > 0 || (command !== 'sync' && command !== 'connect')) return;
    if ((command === 'connect') !== /^https?:$/.test(URL.parse(workerUrl)?.protocol ?? '-')) return;
    return { command, workerUrl, dbUrl };
  } catch (error) {
    if (error instanceof TypeError) return;
    throw error;
  }
}

async function fulfil({ command, workerUrl, dbUrl }: Wish): Promise<void> {
  const url = dbUrl ?? databaseUrl((await readConfig(ROOT)).db.port);
  const variables = operatorEnvironment.parse(operatorVariables(ROOT));
  if (command === 'sync') return sync(url, variables.STRIPE_SECRET_KEY, variables.STRIPE_BASE_URL);
  const secret = variables.WORKER_SECRET;
  if (!secret) throw new Error('Set WORKER_SECRET, the same as for the functions.');
  await withConnection(url, (client) =>
    client.query('select private.connect_worker($1, $2)', [workerUrl, secret]),
  );
  console.log(`The database calls the worker at ${workerUrl}.`);
}

async function sync(url: string, key: string | undefined, baseUrl: string): Promise<void> {
  if (!key) throw new Error('Set STRIPE_SECRET_KEY: without it there is no Stripe to sell at.');
  const isLive = /_live_/.test(key);
  const stripe = connectStripe(key, baseUrl);
  const prices = await withConnection(url, (client) => syncPrices(stripe, client, isLive));
  console.log(
    formatTable(
      ['sold as', 'item', 'price', 'at Stripe', ''],
      prices.map(({ kind, item, amount_cents, currency, billing, priceId, isNew }) => [
        kind,
        item,
        `${formatMoney(amount_cents, currency)}${billing === 'once' ? '' : ` a ${billing}`}`,
        priceId,
        isNew ? 'new' : 'unchanged',
      ]),
    ),
  );
  console.log(`\n${isLive ? 'Live mode: these are sold for real money.' : 'Test mode.'}`);
}
