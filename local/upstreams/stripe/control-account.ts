// control-account: how tests steer the stand-in: its clock, cards, disputes and deliveries.
import { Hono } from 'hono';
import { z } from 'zod';
import type { UpstreamEnv } from '../shared/exchange.ts';
import { type Account, now } from './account.ts';
import { endDebit, keepCard, paySession } from './checkout.ts';
import type { Sender } from './deliver-events.ts';
import { moveClock } from './move-clock.ts';
import { closeDispute, openDispute, undoRefund } from './reverse-payment.ts';

const endpoint = z.object({ url: z.url(), secret: z.string().min(1) });
const sending = z.object({
  order: z.array(z.int().min(0)).optional(),
  parallel: z.int().min(1).max(100).optional(),
});

/**
 * POST /clock {seconds} (negative: what happens next was then), DELETE /clock (the real time) ·
 * POST /cards {customer, declines, fingerprint} (the last: which card it has, before the first
 * payment) · POST /sessions/ID/pay · POST /disputes {payment_intent}, /disputes/ID/won|lost ·
 * POST /sessions/ID/debit/succeeded|failed (of who paid by debit) ·
 * POST /refunds/ID/failed|canceled ·
 * PUT /endpoint {url, secret} · POST /hold, /release (events are kept, sent again from now on) ·
 * GET /events · POST /send {order, parallel} (all events, in that order) ·
 * GET /settled (nothing is on its way) · GET /deliveries
 */
export function controlAccount(account: Account, sender: Sender): Hono<UpstreamEnv> {
  const app = new Hono<UpstreamEnv>();
  app.post('/clock', async (context) => {
    const { seconds } = z.object({ seconds: z.int() }).parse(await context.req.json());
    moveClock(account, seconds);
    return context.json({ now: now(account) });
  });
  app.delete('/clock', (context) => {
    account.ahead = 0;
    return context.body(null, 204);
  });
  app.post('/cards', async (context) => {
    const { customer, declines, fingerprint } = z
      .object({
        customer: z.string(),
        declines: z.boolean(),
        fingerprint: z.string().min(1).optional(),
      })
      .parse(await context.req.json());
    if (fingerprint) keepCard(account, customer, fingerprint);
    if (declines) account.declining.add(customer);
    else account.declining.delete(customer);
    return context.body(null, 204);
  });
  app.post('/sessions/:id/pay', (context) => {
    const session = account.sessions.require(context.req.param('id'));
    return context.json({ is_paid: paySession(account, session) });
  });
  app.post('/sessions/:id/debit/:end{succeeded|failed}', (context) => {
    const session = account.sessions.require(context.req.param('id'));
    endDebit(account, session, context.req.param('end') === 'succeeded');
    return context.body(null, 204);
  });
  app.post('/disputes', async (context) => {
    const { payment_intent } = z
      .object({ payment_intent: z.string() })
      .parse(await context.req.json());
    return context.json(openDispute(account, payment_intent));
  });
  app.post('/disputes/:id/:status{won|lost}', (context) => {
    const { id, status } = context.req.param();
    return context.json(closeDispute(account, id, status as 'won' | 'lost'));
  });
  app.post('/refunds/:id/:status{failed|canceled}', (context) => {
    const { id, status } = context.req.param();
    return context.json(undoRefund(account, id, status as 'failed' | 'canceled'));
  });
  app.put('/endpoint', async (context) => {
    sender.endpoint = endpoint.parse(await context.req.json());
    return context.body(null, 204);
  });
  app.post('/hold', (context) => {
    sender.isHeld = true;
    return context.body(null, 204);
  });
  app.post('/release', (context) => {
    sender.isHeld = false;
    return context.body(null, 204);
  });
  app.get('/events', (context) => context.json({ events: [...account.events.values()] }));
  app.post('/send', async (context) => {
    const wish = sending.parse(await context.req.json());
    return context.json({ deliveries: await sender.send([...account.events.values()], wish) });
  });
  app.get('/settled', async (context) => {
    await sender.settled();
    return context.json({ deliveries: sender.deliveries.length });
  });
  app.get('/deliveries', (context) => context.json({ deliveries: sender.deliveries }));
  return app;
}
