// billing-command: npm run billing as an operator types it, against a stack of the test's own.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import {
  LEMONSQUEEZY_STAND_IN,
  STRIPE_STAND_IN,
} from '../../local/upstreams/stand-in-variables.ts';
import { ownStack } from '../support/own-stack.ts';

const own = ownStack();
const SCRIPT = join(import.meta.dirname, '..', '..', 'scripts', 'billing.ts');

async function billing(args: string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [SCRIPT, ...args], {
    env: { PATH: `${process.env.PATH}`, STRIPE_BASE_URL: `${own.stack.stripeUrl}`, ...env },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      output += chunk;
    });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, output };
}

const key = { STRIPE_SECRET_KEY: STRIPE_STAND_IN.secretKey };

it('sync sells the catalog, once; a changed price is a new one', async () => {
  const sync = () => billing(['sync', '--db-url', own.stack.dbUrl], key);
  const unchanged = await sync();
  expect([unchanged.code, unchanged.output]).toEqual([0, expect.stringContaining('Test mode.')]);
  expect(unchanged.output).toMatch(/pack +credits-250 +\$6 +price_\w+ +unchanged/);
  await own.pool.query(
    `update public.credit_packs set amount_cents = 700 where slug = 'credits-250'`,
  );
  const changed = await sync();
  expect(changed.output).toMatch(/pack +credits-250 +\$7 +price_\w+ +new/);
  expect((await sync()).output).toMatch(/pack +credits-250 +\$7 +price_\w+ +unchanged/);
  const { rows } = await own.pool.query(
    `select amount_cents, state from private.provider_price
     where provider = 'stripe' and item = 'credits-250' order by amount_cents`,
  );
  expect(rows).toEqual([
    { amount_cents: 600, state: 'retired' },
    { amount_cents: 700, state: 'offered' },
  ]);
});

it('sync checks what LemonSqueezy sells, says what is missing, and does not sell it', async () => {
  const { apiKey, storeId } = LEMONSQUEEZY_STAND_IN;
  const lemon = {
    LEMONSQUEEZY_API_KEY: apiKey,
    LEMONSQUEEZY_STORE_ID: storeId,
    LEMONSQUEEZY_MODE: 'test',
    LEMONSQUEEZY_BASE_URL: `${own.stack.lemonsqueezyUrl}`,
  };
  const sync = (more: object = {}) =>
    billing(['sync', '--db-url', own.stack.dbUrl], { ...lemon, ...more });
  const put = (variants: object[]) =>
    fetch(`${lemon.LEMONSQUEEZY_BASE_URL}/__control/variants`, {
      method: 'PUT',
      body: JSON.stringify(variants),
    });
  const sold = async () => {
    const { rows } = await own.pool.query(
      `select item, provider_id from private.provider_price
       where provider = 'lemonsqueezy' and state = 'offered' order by item`,
    );
    return rows.map(({ item, provider_id }) => `${item} ${provider_id}`);
  };
  const plus = { id: 1, name: 'Plus', unit_price: 1900, interval: 'month', trial_days: 7 };
  const business = { ...plus, id: 2, name: 'Business', unit_price: 4900, trial_days: 0 };
  const big = { id: 3, name: 'credits-1000', unit_price: 2000, interval: null };
  await put([plus, { ...business, unit_price: 4800 }, big, { ...big, id: 4 }]);
  const { code, output } = await sync();
  expect(code).toBe(1);
  expect(output).toMatch(/plus +\$19 a month +1 +sold/);
  expect(output).toMatch(/business +\$49 a month +2 +another price: make it \$49 each month/);
  expect(output).toMatch(/credits-1000 .* 2 variants have its name: 3, 4/);
  expect(output).toMatch(/credits-250 .* - +missing: make a product at \$\d+ once/);
  expect(await sold()).toEqual(['plus 1']);
  await put([{ ...plus, id: 5 }, business]);
  await sync();
  expect(await sold()).toEqual(['business 2', 'plus 5']);
  await own.pool.query(`update public.plans set amount_cents = 5900 where slug = 'business'`);
  await put([
    { ...plus, id: 5 },
    { ...business, unit_price: 5900 },
  ]);
  expect((await sync()).output).toMatch(/business .* its price was changed: make a new variant/);
  expect(await sold()).toEqual(['plus 5']);
  const live = await sync({ LEMONSQUEEZY_MODE: 'live' });
  expect([live.code, live.output]).toEqual([1, expect.stringContaining('LEMONSQUEEZY_MODE=live')]);
});

it('connect tells the database where the worker is', async () => {
  const url = 'http://127.0.0.1:1/functions/v1/worker';
  const { code, output } = await billing(['connect', '--url', url, '--db-url', own.stack.dbUrl], {
    WORKER_SECRET: 'x'.repeat(40),
  });
  expect([code, output.trim()]).toEqual([0, `The database calls the worker at ${url}.`]);
  const { rows } = await own.pool.query(
    `select decrypted_secret as secret from vault.decrypted_secrets
     where name in ('worker_url', 'worker_secret') order by name desc`,
  );
  expect(rows.map(({ secret }) => secret)).toEqual([url, 'x'.repeat(40)]);
});

it.each([
  [['sync'], {}, 1, 'Set STRIPE_SECRET_KEY'],
  [['sync'], { STRIPE_SECRET_KEY: 'nonsense' }, 1, 'STRIPE_SECRET_KEY'],
  [['connect'], {}, 2, 'npm run billing'],
  [['connect', '--url', 'http://127.0.0.1:1'], {}, 1, 'Set WORKER_SECRET'],
  [['dance'], {}, 2, 'npm run billing'],
] as const)('%s %j ends with %i: %s', async (args, env, code, says) => {
  const { code: ended, output } = await billing([...args], { ...env });
  expect([ended, output]).toEqual([code, expect.stringContaining(says)]);
});
