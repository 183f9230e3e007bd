// webhooks: what payment providers report: checked, kept, and answered at once. The worker does
// the rest.
//   POST /functions/v1/webhooks/stripe, /lemonsqueezy, /paypal
//     body: an event, signed; answer: { is_new }
import { createApp } from '../_shared/create-app.ts';
import { receiveLemonSqueezy } from './receive-lemonsqueezy.ts';
import { receivePaypal } from './receive-paypal.ts';
import { receiveStripe } from './receive-stripe.ts';

const app = createApp('webhooks', { measuresBodies: true });

app.post('/stripe', async ({ req, json }) => json(await receiveStripe(req.raw)));
app.post('/lemonsqueezy', async ({ req, json }) => json(await receiveLemonSqueezy(req.raw)));
app.post('/paypal', async ({ req, json }) => json(await receivePaypal(req.raw)));

export default { fetch: app.fetch };
