// stand-in-variables: the variables that lead the functions to the stand-ins.
import type { ProviderName } from '../../shared/contracts/providers.ts';
import type { Upstreams } from './start-upstreams.ts';

/** The key that the stand-ins take; it opens nothing. */
export const STAND_IN_KEY = 'sk-stand-in';

/** What the stand-in of Stripe takes and signs with. */
export const STRIPE_STAND_IN = {
  secretKey: 'sk_test_stand_in',
  publishableKey: 'pk_test_stand_in',
  webhookSecret: 'whsec_stand_in',
} as const;

/** What the stand-in of LemonSqueezy takes and signs with, and its one store. */
export const LEMONSQUEEZY_STAND_IN = {
  apiKey: 'stand-in',
  storeId: '1',
  webhookSecret: 'stand-in-secret',
} as const;

/** What the stand-in of PayPal knows its one customer by. */
export const PAYPAL_STAND_IN = {
  clientId: 'stand-in',
  clientSecret: 'stand-in-secret',
  webhookId: 'WH-STAND-IN',
} as const;

/** Of `wanted`, the providers that the operator has not configured. */
export function withoutKey(
  wanted: readonly ProviderName[],
  given: Record<string, string>,
): ProviderName[] {
  return wanted.filter((provider) => !given[switchOf(provider)]);
}

/** Their keys and addresses, as the functions read them. */
export function standInVariables(
  providers: readonly ProviderName[],
  urls: Upstreams['urls'],
): Record<string, string> {
  return Object.fromEntries(
    providers.flatMap((provider) => [
      [`${provider.toUpperCase()}_API_KEY`, STAND_IN_KEY],
      [`${provider.toUpperCase()}_BASE_URL`, urls[provider]],
    ]),
  );
}

/** Stripe's key, address and secret, unless a key is given; an empty one turns Stripe off. */
export function stripeVariables(
  url: string,
  given: Record<string, string>,
): Record<string, string> {
  if (given.STRIPE_SECRET_KEY !== undefined) return {};
  return {
    STRIPE_SECRET_KEY: STRIPE_STAND_IN.secretKey,
    STRIPE_PUBLISHABLE_KEY: STRIPE_STAND_IN.publishableKey,
    STRIPE_WEBHOOK_SECRET: STRIPE_STAND_IN.webhookSecret,
    STRIPE_BASE_URL: url,
  };
}

/** The same of LemonSqueezy. */
export function lemonSqueezyVariables(
  url: string,
  given: Record<string, string>,
): Record<string, string> {
  if (given.LEMONSQUEEZY_API_KEY !== undefined) return {};
  return {
    LEMONSQUEEZY_API_KEY: LEMONSQUEEZY_STAND_IN.apiKey,
    LEMONSQUEEZY_STORE_ID: LEMONSQUEEZY_STAND_IN.storeId,
    LEMONSQUEEZY_WEBHOOK_SECRET: LEMONSQUEEZY_STAND_IN.webhookSecret,
    LEMONSQUEEZY_MODE: 'test',
    LEMONSQUEEZY_BASE_URL: url,
  };
}

/** The same of PayPal. */
export function paypalVariables(
  url: string,
  given: Record<string, string>,
): Record<string, string> {
  if (given.PAYPAL_CLIENT_ID !== undefined) return {};
  return {
    PAYPAL_CLIENT_ID: PAYPAL_STAND_IN.clientId,
    PAYPAL_CLIENT_SECRET: PAYPAL_STAND_IN.clientSecret,
    PAYPAL_WEBHOOK_ID: PAYPAL_STAND_IN.webhookId,
    PAYPAL_BASE_URL: url,
  };
}

/** The variable that turns a provider on. */
function switchOf(provider: ProviderName): string {
  return provider === 'compatible' ? 'COMPATIBLE_BASE_URL' : `${provider.toUpperCase()}_API_KEY`;
}
