// billing: what an operator sets up for payments.
//   npm run billing -- sync [--db-url URL]
//     sells what the applied catalog offers at Stripe (reads STRIPE_SECRET_KEY) and LemonSqueezy
//     (reads LEMONSQUEEZY_API_KEY, _STORE_ID and _MODE), where what is missing is said
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
import { connectLemonSqueezy } from './billing/connect-lemonsqueezy.ts';
import { connectStripe } from './billing/connect-stripe.ts';
import type { Offer } from './billing/read-offers.ts';
import { syncPrices } from './billing/sync-prices.ts';
import { syncVariants } from './billing/sync-variants.ts';
import { formatTable } from './catalog/format-table.ts';
import { formatMoney } from './catalog/format-terms.ts';
import { withConnection } from './catalog/with-connection.ts';
import { operatorVariables } from './operator-variables.ts';

const ROOT = join(import.meta.dirname, '..');
const USAGE = 'npm run billing -- sync | connect --url WORKER_URL [--db-url URL]';

type Variables = ReturnType<typeof operatorEnvironment.parse>;

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
  if (command === 'sync') return sync(url, variables);
  const secret = variables.WORKER_SECRET;
  if (!secret) throw new Error('Set WORKER_SECRET, the same as for the functions.');
  await withConnection(url, (client) =>
    client.query('select private.connect_worker($1, $2)', [workerUrl, secret]),
  );
  console.log(`The database calls the worker at ${workerUrl}.`);
}

async function sync(url: string, variables: Variables): Promise<void> {
  const { STRIPE_SECRET_KEY: stripeKey, LEMONSQUEEZY_API_KEY: lemonKey } = variables;
  if (!stripeKey && !lemonKey)
    throw new Error('Set STRIPE_SECRET_KEY or LEMONSQUEEZY_API_KEY: there is nobody to sell at.');
  if (stripeKey) await syncAtStripe(url, stripeKey, variables.STRIPE_BASE_URL);
  if (lemonKey) await syncAtLemonSqueezy(url, lemonKey, variables);
}

async function syncAtStripe(url: string, key: string, baseUrl: string): Promise<void> {
  const isLive = /_live_/.test(key);
  const stripe = connectStripe(key, baseUrl);
  const prices = await withConnection(url, (client) => syncPrices(stripe, client, isLive));
  print('Stripe', isLive, prices, ({ priceId, isNew }) => [priceId, isNew ? 'new' : 'unchanged']);
}

async function syncAtLemonSqueezy(url: string, key: string, variables: Variables): Promise<void> {
  const { LEMONSQUEEZY_STORE_ID: storeId, LEMONSQUEEZY_BASE_URL, LEMONSQUEEZY_MODE } = variables;
  if (!storeId) throw new Error('Set LEMONSQUEEZY_STORE_ID, the number of the store that sells.');
  const lemon = connectLemonSqueezy(key, LEMONSQUEEZY_BASE_URL);
  const isLive = LEMONSQUEEZY_MODE === 'live';
  const variants = await withConnection(url, (client) =>
    syncVariants(lemon, client, { storeId, isLive }),
  );
  print('LemonSqueezy', isLive, variants, (each) => [
    each.variantId ?? '-',
    each.trouble ?? 'sold',
  ]);
  if (variants.some(({ trouble }) => trouble)) process.exitCode = 1;
}

function print<Synced extends Offer>(
  provider: string,
  isLive: boolean,
  synced: Synced[],
  describe: (each: Synced) => [string, string],
): void {
  const rows = synced.map((each) => {
    const { kind, item, amount_cents, currency, billing } = each;
    const price = formatMoney(amount_cents, currency);
    return [kind, item, billing === 'once' ? price : `${price} a ${billing}`, ...describe(each)];
  });
  console.log(formatTable(['sold as', 'item', 'price', `at ${provider}`, ''], rows));
  console.log(`\n${isLive ? 'Live mode: these are sold for real money.' : 'Test mode.'}`);
}
