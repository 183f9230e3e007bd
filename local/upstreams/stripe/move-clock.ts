// move-clock: lets the account's time pass, and does what becomes due meanwhile, in its order.
import { type Account, emit, now } from './account.ts';
import type { Invoice, Subscription } from './objects.ts';
import { endSubscription, itemOf, renew, tryToCollect } from './subscribe.ts';

const INCOMPLETE_SECONDS = 23 * 3600;

interface Due {
  at: number;
  happen: () => void;
}

/** Moves the clock; what is due on the way forward happens at its own moment. */
export function moveClock(account: Account, seconds: number): void {
  account.ahead += Math.min(0, seconds);
  const target = now(account) + Math.max(0, seconds);
  for (;;) {
    const next = allDue(account)
      .filter(({ at }) => at <= target)
      .sort((one, other) => one.at - other.at)[0];
    if (!next) break;
    account.ahead += Math.max(0, next.at - now(account));
    next.happen();
  }
  account.ahead += Math.max(0, target - now(account));
}

function allDue(account: Account): Due[] {
  return [
    ...account.subscriptions.filter(isRunning).map((each) => dueOf(account, each)),
    ...account.invoices.filter(isTriedAgain).map((invoice) => retryOf(account, invoice)),
    ...account.sessions
      .filter(({ status }) => status === 'open')
      .map((session) => ({
        at: session.expires_at,
        happen: () => {
          session.status = 'expired';
          session.url = null;
          emit(account, 'checkout.session.expired', session);
        },
      })),
  ];
}

const isRunning = ({ status }: Subscription) =>
  status !== 'canceled' && status !== 'incomplete_expired';
const isTriedAgain = ({ status, next_payment_attempt }: Invoice) =>
  status === 'open' && next_payment_attempt !== null;

function dueOf(account: Account, subscription: Subscription): Due {
  const end = itemOf(subscription).current_period_end;
  if (subscription.status === 'incomplete') {
    const at = subscription.created + INCOMPLETE_SECONDS;
    return { at, happen: () => endSubscription(account, subscription) };
  }
  if (subscription.cancel_at !== null && subscription.cancel_at <= end)
    return {
      at: subscription.cancel_at,
      happen: () => endSubscription(account, subscription),
    };
  return { at: end, happen: () => renew(account, subscription) };
}

function retryOf(account: Account, invoice: Invoice): Due {
  const { subscription } = invoice.parent.subscription_details;
  return {
    at: invoice.next_payment_attempt ?? 0,
    happen: () => {
      const owner = account.subscriptions.require(subscription);
      if (isRunning(owner)) tryToCollect(account, owner, invoice);
      else invoice.next_payment_attempt = null;
    },
  };
}
