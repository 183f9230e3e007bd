// billing-routes: checkout, subscriptions, schedules, invoices, payments, refunds, disputes, portal
// and events.
import type { Hono } from 'hono';
import type { UpstreamEnv } from '../shared/exchange.ts';
import { type Account, born, now } from './account.ts';
import { answer, formOf, pageOf } from './answer.ts';
import { createSession, expireSession } from './checkout.ts';
import { requireCustomer } from './delete-customer.ts';
import { listEvents } from './list-events.ts';
import { prorate } from './make-invoice.ts';
import type { Form } from './parse-form.ts';
import { refundPayment } from './reverse-payment.ts';
import { endSubscription } from './subscribe.ts';
import {
  createSchedule,
  releaseSchedule,
  updateSchedule,
  updateSubscription,
} from './update-subscription.ts';

export function addBillingRoutes(app: Hono<UpstreamEnv>, account: Account): void {
  const { sessions, subscriptions, schedules, invoices, invoicePayments } = account;
  app.post('/checkout/sessions', (context) =>
    answer(context, account, createSession(account, formOf(context))),
  );
  app.get('/checkout/sessions/:id', (context) =>
    answer(context, account, sessions.require(context.req.param('id'))),
  );
  app.post('/checkout/sessions/:id/expire', (context) => {
    const session = sessions.require(context.req.param('id'));
    expireSession(account, session);
    return answer(context, account, session);
  });

  app.get('/subscriptions', (context) => {
    const { customer } = formOf(context);
    return pageOf(
      context,
      account,
      subscriptions.filter((each) => !customer || each.customer === customer),
    );
  });
  app.get('/subscriptions/:id', (context) =>
    answer(context, account, subscriptions.require(context.req.param('id'))),
  );
  app.post('/subscriptions/:id', (context) => {
    const subscription = subscriptions.require(context.req.param('id'));
    return answer(context, account, updateSubscription(account, subscription, formOf(context)));
  });
  app.delete('/subscriptions/:id', (context) => {
    const subscription = subscriptions.require(context.req.param('id'));
    endSubscription(account, subscription);
    return answer(context, account, subscription);
  });

  app.post('/subscription_schedules', (context) => {
    const subscription = subscriptions.require(String(formOf(context).from_subscription));
    return answer(context, account, createSchedule(account, subscription));
  });
  app.post('/subscription_schedules/:id', (context) => {
    const schedule = schedules.require(context.req.param('id'));
    return answer(context, account, updateSchedule(account, schedule, formOf(context)));
  });
  app.post('/subscription_schedules/:id/release', (context) => {
    const schedule = schedules.require(context.req.param('id'));
    return answer(context, account, releaseSchedule(account, schedule));
  });

  app.get('/invoices', (context) => {
    const { customer, subscription } = formOf(context);
    const found = invoices.filter(
      (each) =>
        (!customer || each.customer === customer) &&
        (!subscription || each.parent.subscription_details.subscription === subscription),
    );
    return pageOf(context, account, found);
  });
  app.post('/invoices/create_preview', (context) => {
    const form = formOf(context);
    const subscription = subscriptions.require(String(form.subscription));
    const { items, trial_end } = (form.subscription_details ?? {}) as Form;
    const [item] = (items ?? []) as Form[];
    const price = account.prices.require(String(item?.price));
    const lines = prorate(subscription, price, now(account), trial_end === 'now');
    const due = lines.reduce((sum, { amount }) => sum + amount, 0);
    return context.json({
      object: 'invoice',
      currency: subscription.currency,
      amount_due: Math.max(0, due),
      total: due,
    });
  });
  app.get('/invoices/:id', (context) =>
    answer(context, account, invoices.require(context.req.param('id'))),
  );
  app.get('/invoice_payments', (context) => {
    const { payment, invoice } = formOf(context) as { payment?: Form; invoice?: string };
    const found = invoicePayments.filter(
      (each) =>
        (!payment || each.payment.payment_intent === payment.payment_intent) &&
        (!invoice || each.invoice === invoice),
    );
    return pageOf(context, account, found);
  });
  app.get('/payment_intents/:id', (context) =>
    answer(context, account, account.paymentIntents.require(context.req.param('id'))),
  );

  app.get('/charges/:id', (context) =>
    answer(context, account, account.charges.require(context.req.param('id'))),
  );

  app.post('/refunds', (context) => {
    const { payment_intent, amount, reason } = formOf(context) as Record<string, string>;
    const refund = refundPayment(account, {
      intent: String(payment_intent),
      ...(amount ? { amount: Number(amount) } : {}),
      ...(reason ? { reason } : {}),
    });
    return answer(context, account, refund);
  });
  app.get('/refunds/:id', (context) =>
    answer(context, account, account.refunds.require(context.req.param('id'))),
  );
  app.get('/disputes/:id', (context) =>
    answer(context, account, account.disputes.require(context.req.param('id'))),
  );

  app.post('/billing_portal/sessions', (context) => {
    const form = formOf(context);
    const customer = requireCustomer(account, String(form.customer), 'customer');
    const session = account.portals.add((id) => ({
      ...born(account, id, 'billing_portal.session'),
      customer: customer.id,
      return_url: (form.return_url as string | undefined) ?? null,
      url: `${account.origin}/pages/portal/${id}`,
    }));
    return answer(context, account, session);
  });

  app.get('/events', (context) => pageOf(context, account, listEvents(account, formOf(context))));
  app.get('/events/:id', (context) =>
    answer(context, account, account.events.require(context.req.param('id'))),
  );
}
