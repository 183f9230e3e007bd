// create-routes: the stand-in of PayPal below one address: OAuth, payouts, verification of webhooks
// under /v1, its control under /__control.
import { Hono } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { z } from 'zod';
import type { UpstreamContext, UpstreamEnv, UpstreamState } from '../shared/exchange.ts';
import { receive } from '../shared/receive.ts';
import { UpstreamError } from '../shared/upstream-error.ts';
import { createAccount, itemStatuses, newId, setStatus } from './account.ts';
import { createSender } from './deliver-events.ts';
import { type Fault, fault, passes } from './faults.ts';
import { loadAccount, saveAccount } from './keep-account.ts';
import { makeBatch, showBatch } from './payouts.ts';
import { PaypalError, paypalRefusals } from './paypal-error.ts';

export interface PaypalOptions {
  /** Where these routes are. */
  url: string;
  clientId: string;
  clientSecret: string;
  webhookId: string;
  /** Whom it tells of events. */
  webhookUrl: string;
  /** Where the account stays between runs; default: nowhere. */
  file?: string;
}

export interface PaypalStandIn {
  routes: Hono<UpstreamEnv>;
  stop(): Promise<void>;
}

const verification = z.object({
  transmission_id: z.string(),
  transmission_time: z.string(),
  transmission_sig: z.string(),
  webhook_id: z.string(),
});

/**
 * Control: GET, POST /faults {at, status|drop|silent|gate, times} · POST /items/ID/STATUS ·
 * POST /balance {cents} · POST /forget (thirty days pass) · POST /hold, /release (events) ·
 * POST /send (all events again) · GET /batches · POST /reset
 */
export function paypalRoutes(state: UpstreamState, options: PaypalOptions): PaypalStandIn {
  const { url, clientId, clientSecret, webhookId, webhookUrl, file } = options;
  const account = createAccount();
  if (file) loadAccount(account, file);
  const sender = createSender({ url: webhookUrl, webhookId }, url);
  account.onEvent = (event) => sender.hear(event);
  const tokens = new Set<string>();
  const faults: Fault[] = [];
  const basic = `Basic ${btoa(`${clientId}:${clientSecret}`)}`;
  const pass = (context: UpstreamContext, at: Fault['at']) => passes(context, state, faults, at);

  const api = new Hono<UpstreamEnv>();
  api.use(
    receive(state, {
      provider: 'paypal',
      refusals: paypalRefusals,
      idHeader: 'paypal-debug-id',
      requireKey({ req }) {
        const key = req.header('authorization') ?? '';
        if (req.path.endsWith('/oauth2/token') ? key === basic : tokens.has(key)) return;
        throw new PaypalError(401, 'Authentication failed due to invalid credentials.');
      },
      // The signature of an event is over its bytes.
      parseBody: (text) => text,
    }),
  );
  api.post('/oauth2/token', async (context) => {
    await pass(context, 'token');
    const access_token = newId('A21-');
    tokens.add(`Bearer ${access_token}`);
    const scope = 'https://uri.paypal.com/payments/payouts';
    return context.json({ scope, access_token, token_type: 'Bearer', expires_in: 32_400 });
  });
  api.post('/payments/payouts', async (context) => {
    await pass(context, 'create');
    const batch = makeBatch(account, `${url}/v1`, JSON.parse(String(context.get('body'))));
    await pass(context, 'created');
    const { payout_batch_id, sender_batch_id } = batch;
    const header = { payout_batch_id, batch_status: 'PENDING' };
    return context.json(
      { batch_header: { ...header, sender_batch_header: { sender_batch_id } } },
      201,
    );
  });
  api.get('/payments/payouts/:id', async (context) => {
    await pass(context, 'batch');
    const batch = account.batches.get(context.req.param('id'));
    if (!batch) throw new PaypalError(404, 'Requested resource ID was not found.');
    return context.json(showBatch(batch));
  });
  api.get('/payments/payouts-item/:id', async (context) => {
    await pass(context, 'item');
    const item = account.items.get(context.req.param('id'));
    if (!item) throw new PaypalError(404, 'Requested resource ID was not found.');
    return context.json(item);
  });
  api.post('/notifications/verify-webhook-signature', async (context) => {
    await pass(context, 'verify');
    const text = String(context.get('body'));
    const headers = verification.parse(JSON.parse(text));
    const body = text.slice(text.indexOf('"webhook_event":') + 16, text.lastIndexOf('}'));
    const isOurs = sender.verifies(headers, headers.webhook_id, body);
    return context.json({ verification_status: isOurs ? 'SUCCESS' : 'FAILURE' });
  });
  api.all('*', () => {
    throw new PaypalError(404, 'Unknown resource.');
  });

  const control = new Hono<UpstreamEnv>();
  control.post('/faults', async (context) => {
    faults.push(fault.parse(await context.req.json()));
    return context.body(null, 204);
  });
  control.get('/faults', (context) =>
    context.json({ left: faults.reduce((sum, { times }) => sum + times, 0) }),
  );
  control.post('/items/:id/:status', (context) => {
    const item = account.items.get(context.req.param('id'));
    if (!item) return context.notFound();
    setStatus(account, item, z.enum(itemStatuses).parse(context.req.param('status')));
    return context.json(item);
  });
  control.post('/balance', async (context) => {
    account.cents = z.object({ cents: z.int() }).parse(await context.req.json()).cents;
    return context.body(null, 204);
  });
  control.post('/forget', (context) => {
    account.remembered.clear();
    return context.body(null, 204);
  });
  control.post('/:word{hold|release}', (context) => {
    sender.isHeld = context.req.param('word') === 'hold';
    return context.body(null, 204);
  });
  control.post('/send', async (context) =>
    context.json({ statuses: await Promise.all(sender.events.map(sender.post)) }),
  );
  control.get('/batches', (context) => context.json({ batches: [...account.batches.values()] }));
  control.post('/reset', (context) => {
    faults.length = 0;
    sender.isHeld = false;
    account.cents = 1_000_000_000;
    return context.body(null, 204);
  });

  const routes = new Hono<UpstreamEnv>();
  // With each answer: who kills the stand-in finds again what it has said.
  routes.use(async ({ req }, next) => {
    await next();
    if (file && req.method !== 'GET') saveAccount(account, file);
  });
  routes.route('/v1', api);
  routes.route('/__control', control);
  routes.onError((error, context) => {
    if (!(error instanceof UpstreamError)) throw error;
    return context.json(error.body, error.status as ContentfulStatusCode, error.headers);
  });
  return { routes, stop: () => sender.stop() };
}
