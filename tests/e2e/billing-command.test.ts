// billing-command: npm run billing as an operator types it, against a stack of the test's own.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { STRIPE_STAND_IN } from '../../local/upstreams/stand-in-variables.ts';
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
     where item = 'credits-250' order by amount_cents`,
  );
  expect(rows).toEqual([
    { amount_cents: 600, state: 'retired' },
    { amount_cents: 700, state: 'offered' },
  ]);
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
