// payouts-silent: PayPal gives no answer within the time that it has. Whether it has paid is found
// out by asking again under the same id: each cashout is paid exactly once.
import { beforeAll, describe, expect, it } from 'vitest';
import type { Fault } from '../../local/upstreams/paypal/faults.ts';
import { waitUntil } from '../../local/wait-until.ts';
import { ledgerViolations } from '../support/ledger-invariants.ts';
import { ownStack, type Somebody } from '../support/own-stack.ts';
import { type PaypalControl, paypalControl } from '../support/paypal.ts';
import { centsOf, earn, readCashout, setRules } from '../support/rewards.ts';

const own = ownStack({ functionsEnv: { PAYPAL_TIMEOUT_MS: '300' } });
let paypal: PaypalControl;
let anna: Somebody;

beforeAll(async () => {
  paypal = paypalControl(own.stack.paypalUrl ?? '');
  await setRules(own.pool);
  await paypal.hold();
  anna = await own.signUp();
});

describe('PayPal is silent', () => {
  it.each([
    ['about a token', 'token'],
    ['before it made the batch', 'create'],
    ['after it made the batch', 'created'],
    ['when it is asked how it stands', 'batch'],
  ] as [string, Fault['at']][])(
    '%s: paid once',
    async (_, at) => {
      const receiver = `silent.${at}@paypal.test`;
      await paypal.fault({ at, silent: true });
      await earn(own.pool, anna.id, 1000);
      const { body } = await own.call(anna, 'POST', 'rewards/cashouts', {
        ...{ id: crypto.randomUUID(), amount_cents: 1000, receiver },
      });
      await waitUntil(
        'the payout',
        async () => {
          await own.pool.query('update pgmq.q_cashouts set vt = now()');
          await own.pool.query('select private.wake_worker()');
          return (await readCashout(own.pool, body.cashout.id)).state === 'paid';
        },
        { timeoutMs: 25_000, everyMs: 400 },
      );
      expect(await paypal.faultsLeft()).toBe(0);
      expect(await paypal.batchesTo(receiver)).toHaveLength(1);
      expect(await centsOf(own.pool, anna.id)).toEqual({});
      expect(await ledgerViolations(own.pool, [anna.id])).toEqual([]);
    },
    40_000,
  );
});
