// delete-customer: what deleting a customer does: subscriptions end, cards and names are forgotten,
// invoices and payments stay.
import { type Account, emit } from './account.ts';
import type { Customer } from './objects.ts';
import { missing } from './stripe-error.ts';
import { endSubscription } from './subscribe.ts';

/** The customer, who was not deleted; throws Stripe's 404. */
export function requireCustomer(account: Account, id: string, param?: string): Customer {
  const customer = account.customers.get(id);
  if (!customer || customer.deleted) throw missing('customer', id, param);
  return customer;
}

/** Ends what runs, and forgets the person. */
export function deleteCustomer(account: Account, customer: Customer): void {
  const over = ['canceled', 'incomplete_expired'];
  const running = account.subscriptions.filter(
    (each) => each.customer === customer.id && !over.includes(each.status),
  );
  for (const subscription of running) endSubscription(account, subscription);
  for (const card of account.paymentMethods.filter((each) => each.customer === customer.id))
    account.paymentMethods.delete(card.id);
  Object.assign(customer, {
    ...{ email: null, name: null, metadata: {}, deleted: true },
    invoice_settings: { default_payment_method: null },
  });
  emit(account, 'customer.deleted', customer);
}

/** What is told of a customer who was deleted. */
export function remainsOf({ id, object }: Customer) {
  return { id, object, deleted: true };
}
