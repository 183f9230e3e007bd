// worker: what is done behind people's backs: works off the events of payment providers, asks for
// those that did not come, tells them who has left, pays out, and hangs up talks that are over.
//   POST /functions/v1/worker   by the database, with WORKER_SECRET; answer: 202, the work follows
import { createApp } from '../_shared/create-app.ts';
import { waitUntil } from '../_shared/edge-runtime.ts';
import { requireWorkerSecret } from '../_shared/require-worker-secret.ts';
import { drainCashouts } from './drain-cashouts.ts';
import { drainDepartures } from './drain-departures.ts';
import { drainHangups } from './drain-hangups.ts';
import { drainPaymentEvents } from './drain-payment-events.ts';
import { drainSweeps } from './drain-sweeps.ts';

const app = createApp('worker');

app.post('/', async ({ req, body }) => {
  await requireWorkerSecret(req.raw);
  const drains = [
    ...[drainPaymentEvents, drainCashouts, drainSweeps],
    ...[drainDepartures, drainHangups],
  ];
  waitUntil(Promise.all(drains.map((drain) => drain())));
  return body(null, 202);
});

export default { fetch: app.fetch };
