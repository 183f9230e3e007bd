// payouts-off: without PayPal's client nobody can cash out, and nothing else is affected.
import { expect, it } from 'vitest';
import { ownStack } from '../support/own-stack.ts';
import { centsOf, earn, setRules } from '../support/rewards.ts';

const own = ownStack({ functionsEnv: { PAYPAL_CLIENT_ID: '' } });

it('a cashout answers 503 and holds nothing; links and lists work', async () => {
  await setRules(own.pool);
  const ada = await own.signUp();
  await earn(own.pool, ada.id, 1000);
  const wish = { id: 'one', amount_cents: 1000, receiver: 'ada@paypal.test' };
  const { status, body } = await own.call(ada, 'POST', 'rewards/cashouts', wish);
  expect([status, body.error.code]).toEqual([503, 'payouts_not_configured']);
  expect(await centsOf(own.pool, ada.id)).toEqual({ reward: 1000 });
  expect((await own.call(ada, 'GET', 'rewards/link')).status).toBe(200);
  expect((await own.call(ada, 'GET', 'rewards/cashouts')).body).toEqual({ cashouts: [] });
});

it('webhooks of PayPal answer 503', async () => {
  const { status, body } = await own.call(undefined, 'POST', 'webhooks/paypal', {});
  expect([status, body.error.code]).toEqual([503, 'payouts_not_configured']);
});
