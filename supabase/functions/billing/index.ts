// billing: what people buy, change and look up of their payments. All for signed-in people.
//   GET  /functions/v1/billing/configuration        who can be paid, what is sold, publishable key
//   POST /functions/v1/billing/checkout             begins a checkout: an order with its page
//   GET  /functions/v1/billing/checkout/ORDER_ID    verifies a finished one, at once
//   GET  /functions/v1/billing/subscription         the one that runs; null without
//   GET  /functions/v1/billing/subscription/change?plan=PLAN    what a change costs now, and when
//   POST /functions/v1/billing/subscription/plan    dearer: now, prorated; cheaper: at the end
//   POST /functions/v1/billing/subscription/cancel, /subscription/resume
//   POST /functions/v1/billing/portal               a page of the provider's own
//   GET  /functions/v1/billing/payments, /payment-methods
// Bodies and answers: shared/contracts/billing.ts.
import {
  cancelRequest,
  changePlanRequest,
  checkoutRequest,
  portalRequest,
} from '../../../shared/contracts/billing.ts';
import { authenticate } from '../_shared/authenticate.ts';
import { createApp } from '../_shared/create-app.ts';
import { parseBody } from '../_shared/parse-body.ts';
import { beginCheckout } from './begin-checkout.ts';
import { cancelSubscription, resumeSubscription } from './cancel-subscription.ts';
import { changePlan, previewChange } from './change-plan.ts';
import { listPaymentMethods } from './list-payment-methods.ts';
import { listPayments } from './list-payments.ts';
import { openPortal } from './open-portal.ts';
import { readConfiguration } from './read-configuration.ts';
import { readSubscription } from './read-subscription.ts';
import { verifyCheckout } from './verify-checkout.ts';

const app = createApp('billing');

app.get('/configuration', async ({ req, json }) => {
  await authenticate(req.raw);
  return json(await readConfiguration());
});
app.post('/checkout', async ({ req, json }) => {
  const { userId } = await authenticate(req.raw);
  return json(await beginCheckout(userId, await parseBody(req, checkoutRequest)));
});
app.get('/checkout/:id', async ({ req, json }) => {
  const { userId } = await authenticate(req.raw);
  return json(await verifyCheckout(userId, req.param('id')));
});
app.get('/subscription', async ({ req, json }) => {
  const { userId } = await authenticate(req.raw);
  return json({ subscription: await readSubscription(userId) });
});
app.get('/subscription/change', async ({ req, json }) => {
  const { userId } = await authenticate(req.raw);
  return json(await previewChange(userId, req.query('plan') ?? '-'));
});
app.post('/subscription/plan', async ({ req, json }) => {
  const { userId } = await authenticate(req.raw);
  const { key, plan } = await parseBody(req, changePlanRequest);
  return json({ subscription: await changePlan(userId, plan, key) });
});
app.post('/subscription/cancel', async ({ req, json }) => {
  const { userId } = await authenticate(req.raw);
  const request = await parseBody(req, cancelRequest);
  return json({ subscription: await cancelSubscription(userId, request) });
});
app.post('/subscription/resume', async ({ req, json }) => {
  const { userId } = await authenticate(req.raw);
  const request = await parseBody(req, cancelRequest);
  return json({ subscription: await resumeSubscription(userId, request) });
});
app.post('/portal', async ({ req, json }) => {
  const { userId } = await authenticate(req.raw);
  return json(await openPortal(userId, await parseBody(req, portalRequest)));
});
app.get('/payments', async ({ req, json }) => {
  const { userId } = await authenticate(req.raw);
  return json({ payments: await listPayments(userId) });
});
app.get('/payment-methods', async ({ req, json }) => {
  const { userId } = await authenticate(req.raw);
  return json({ payment_methods: await listPaymentMethods(userId) });
});

export default { fetch: app.fetch };
