// choose-provider: who is paid where the request does not say.
import type { CheckoutRequest } from '../../../shared/contracts/billing.ts';
import type { PaymentProvider } from '../../../shared/contracts/payments.ts';
import { hasLemonSqueezy } from '../_shared/payments/lemonsqueezy-client.ts';
import { hasStripe } from '../_shared/payments/stripe-client.ts';
import { listOffers } from './list-offers.ts';

/** The first that sells it; when nobody does, one who can say so. */
export async function chooseProvider({
  provider,
  kind,
  item,
}: CheckoutRequest): Promise<PaymentProvider> {
  if (provider) return provider;
  const offer = (await listOffers()).find((each) => each.kind === kind && each.item === item);
  return offer?.provider ?? (!hasStripe() && hasLemonSqueezy() ? 'lemonsqueezy' : 'stripe');
}
