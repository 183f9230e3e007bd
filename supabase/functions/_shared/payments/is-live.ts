// is-live: whether real money moves here. One answer for all providers: where one of them is live,
// test mode at another would sell for nothing, so that one is off.
import type { PaymentProvider } from '../../../../shared/contracts/payments.ts';
import { env } from '../env.ts';

/** Whether each is live; undefined where it is not configured. */
const modes: Record<PaymentProvider, boolean | undefined> = {
  stripe: env.STRIPE_SECRET_KEY ? /^(sk|rk)_live_/.test(env.STRIPE_SECRET_KEY) : undefined,
  lemonsqueezy:
    env.LEMONSQUEEZY_API_KEY && env.LEMONSQUEEZY_STORE_ID
      ? env.LEMONSQUEEZY_MODE === 'live'
      : undefined,
};

export function isLive(): boolean {
  return Object.values(modes).includes(true);
}

/** Whether people can pay at it. */
export function isOn(provider: PaymentProvider): boolean {
  return modes[provider] === isLive();
}
