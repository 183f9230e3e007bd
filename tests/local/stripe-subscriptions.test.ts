// stripe-subscriptions: the stand-in against the unmodified SDK: lives of subscriptions, with
// fields where the current API has them.
import { describe, expect, it } from 'vitest';
import { DAY, stripeAccount } from '../support/stripe-account.ts';

const account = stripeAccount();

describe('a subscription', () => {
  it('has its period on the item, and its invoice where the current API has it', async () => {
    const { id } = await account.subscribe(account.prices.monthly);
    const subscription = await account.stripe.subscriptions.retrieve(id);
    expect(subscription).toMatchObject({ status: 'active', billing_mode: { type: 'flexible' } });
    expect(subscription).not.toHaveProperty('current_period_end');
    const invoice = await account.stripe.invoices.retrieve(String(subscription.latest_invoice), {
      expand: ['payments'],
    });
    expect(invoice).toMatchObject({
      status: 'paid',
      billing_reason: 'subscription_create',
      parent: { subscription_details: { subscription: id } },
      lines: { data: [{ pricing: { price_details: { price: account.prices.monthly } } }] },
    });
    const intent = invoice.payments?.data[0]?.payment.payment_intent as string;
    const links = await account.stripe.invoicePayments.list({
      payment: { type: 'payment_intent', payment_intent: intent },
    });
    expect(links.data.map((link) => link.invoice)).toEqual([invoice.id]);
  });

  it('renews by the month, and is tried again after 3, 5 and 7 days before it ends', async () => {
    const { id, owner } = await account.subscribe(account.prices.monthly);
    await account.pass(32 * DAY);
    expect(await account.stripe.invoices.list({ subscription: id })).toMatchObject({
      data: [{ billing_reason: 'subscription_cycle', status: 'paid' }, { status: 'paid' }],
    });
    await account.card(owner, true);
    await account.pass(31 * DAY);
    expect((await account.stripe.subscriptions.retrieve(id)).status).toBe('past_due');
    await account.card(owner, false);
    await account.pass(3 * DAY);
    expect((await account.stripe.subscriptions.retrieve(id)).status).toBe('active');
    await account.card(owner, true);
    await account.pass(60 * DAY);
    expect((await account.stripe.subscriptions.retrieve(id)).status).toBe('canceled');
    expect(await account.typesOf(owner)).toEqual(
      expect.arrayContaining(['invoice.paid', 'invoice.payment_failed']),
    );
  });

  it('on trial pays nothing at first', async () => {
    const { id } = await account.subscribe(account.prices.monthly, 7);
    expect(await account.stripe.subscriptions.retrieve(id)).toMatchObject({ status: 'trialing' });
    await account.pass(8 * DAY);
    const { data } = await account.stripe.invoices.list({ subscription: id });
    expect(data.map(({ total }) => total)).toEqual([1000, 0]);
    expect(await account.stripe.subscriptions.retrieve(id)).toMatchObject({ status: 'active' });
  });

  const upgrade = async (id: string) => {
    const { items } = await account.stripe.subscriptions.retrieve(id);
    return account.stripe.subscriptions.update(id, {
      items: [{ id: `${items.data[0]?.id}`, price: account.prices.dearer }],
      proration_behavior: 'always_invoice',
      payment_behavior: 'error_if_incomplete',
    });
  };

  it('upgraded is charged the difference for what is left of the period', async () => {
    const { id } = await account.subscribe(account.prices.monthly);
    await account.pass(15 * DAY);
    const { latest_invoice } = await upgrade(id);
    const { total, lines } = await account.stripe.invoices.retrieve(`${latest_invoice}`);
    expect(total).toBeGreaterThan(900);
    expect(total).toBeLessThan(1100);
    expect(lines.data.map(({ amount }) => Math.sign(amount))).toEqual([-1, 1]);
  });

  it('is not upgraded with a declined card', async () => {
    const { id, owner } = await account.subscribe(account.prices.monthly);
    await account.card(owner, true);
    await expect(upgrade(id)).rejects.toMatchObject({ statusCode: 402, code: 'card_declined' });
    const { items } = await account.stripe.subscriptions.retrieve(id);
    expect(items.data[0]?.price.id).toBe(account.prices.monthly);
  });

  it('follows its schedule at the end of the period, and nothing else before', async () => {
    const { id } = await account.subscribe(account.prices.dearer);
    const schedule = await account.stripe.subscriptionSchedules.create({ from_subscription: id });
    const [phase] = schedule.phases;
    await account.stripe.subscriptionSchedules.update(schedule.id, {
      end_behavior: 'release',
      phases: [
        {
          items: [{ price: account.prices.dearer, quantity: 1 }],
          start_date: phase?.start_date as number,
          end_date: phase?.end_date as number,
        },
        { items: [{ price: account.prices.monthly, quantity: 1 }] },
      ],
    });
    await expect(
      account.stripe.subscriptions.update(id, { cancel_at_period_end: true }),
    ).rejects.toMatchObject({ statusCode: 400 });
    await account.pass(32 * DAY);
    const { items, schedule: left } = await account.stripe.subscriptions.retrieve(id);
    expect([items.data[0]?.price.id, left]).toEqual([account.prices.monthly, null]);
  });

  it('cancelled in the portal has a moment to end at and no flag, and ends then', async () => {
    const { id, owner } = await account.subscribe(account.prices.monthly);
    const portal = await account.stripe.billingPortal.sessions.create({ customer: owner });
    await fetch(portal.url, {
      method: 'POST',
      body: new URLSearchParams({ do: 'cancel', subscription: id }),
    });
    const cancelled = await account.stripe.subscriptions.retrieve(id);
    expect(cancelled.cancel_at_period_end).toBe(false);
    expect(cancelled.cancel_at).toBe(cancelled.items.data[0]?.current_period_end);
    await account.pass(32 * DAY);
    expect((await account.stripe.subscriptions.retrieve(id)).status).toBe('canceled');
  });
});
