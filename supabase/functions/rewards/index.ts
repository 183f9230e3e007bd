// rewards: referrals and cashouts: share links, what frontends know of a device, and earned money
// on its way to PayPal.
//   GET  /functions/v1/rewards/r/CODE                  for everybody: counts the click, and 302
//   GET  /functions/v1/rewards/link                    the caller's code and share link
//   POST /functions/v1/rewards/visit                   body: `visit`
//   POST /functions/v1/rewards/cashouts                body: `cashoutRequest`
//   GET  /functions/v1/rewards/cashouts?before_at=&limit=
//   POST /functions/v1/rewards/cashouts/ID/cancel
//   GET  /functions/v1/rewards/cashouts/ID/receipt
import { z } from 'zod';
import { cashout, cashoutPage, cashoutRequest, visit } from '../../../shared/contracts/rewards.ts';
import { AppError } from '../../../shared/errors.ts';
import { authenticate } from '../_shared/authenticate.ts';
import { createApp } from '../_shared/create-app.ts';
import { callSql } from '../_shared/database.ts';
import { parseBody, parseQuery } from '../_shared/parse-body.ts';
import { requirePaypal } from '../_shared/paypal/paypal-client.ts';
import { followLink } from './follow-link.ts';
import { shareLink } from './share-link.ts';

const app = createApp('rewards');

app.get('/r/:code', ({ req }) => followLink(req.raw, req.param('code')));
app.get('/link', async ({ req, json }) => {
  const { userId } = await authenticate(req.raw);
  return json(await shareLink(userId));
});
app.post('/visit', async ({ req, body }) => {
  const { userId, ip } = await authenticate(req.raw);
  const { device_id } = await parseBody(req, visit);
  const args = { p_user_id: userId, p_device_id: device_id, p_ip: ip ?? null };
  await callSql('note_visit', args as never, z.unknown());
  return body(null, 204);
});
app.post('/cashouts', async ({ req, json }) => {
  const { userId, ip } = await authenticate(req.raw);
  const { id, amount_cents, receiver } = await parseBody(req, cashoutRequest);
  requirePaypal();
  const asked = { p_user_id: userId, p_client_key: id, p_amount_cents: amount_cents };
  const args = { ...asked, p_receiver: receiver, ...(ip ? { p_ip: ip } : {}) };
  return json({ cashout: await callSql('request_cashout', args, cashout) }, 201);
});
app.get('/cashouts', async ({ req, json }) => {
  const { userId } = await authenticate(req.raw);
  const { before_at, limit } = parseQuery(req.query(), cashoutPage);
  const page = { p_limit: limit, ...(before_at ? { p_before_at: before_at } : {}) };
  const args = { p_user_id: userId, ...page };
  return json({ cashouts: await callSql('list_cashouts', args, z.array(cashout)) });
});
app.post('/cashouts/:id/cancel', async ({ req, json }) => {
  const args = await ownCashout(req.raw, req.param('id'));
  return json({ cashout: await callSql('cancel_cashout', args, cashout) });
});
app.get('/cashouts/:id/receipt', async ({ req, json }) => {
  const args = await ownCashout(req.raw, req.param('id'));
  return json({ receipt: await callSql('cashout_receipt', args, z.looseObject({})) });
});

async function ownCashout(request: Request, id: string) {
  const { userId } = await authenticate(request);
  if (!z.uuid().safeParse(id).success) throw new AppError('cashout_not_found');
  return { p_user_id: userId, p_id: id };
}

export default { fetch: app.fetch };
