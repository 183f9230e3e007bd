// pages: the stand-in's hosted pages: a checkout where one pays or whose card is declined, and a
// portal to cancel, resume and change the card. Plain forms, no scripts.
import { Hono } from 'hono';
import { html } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import type { UpstreamEnv } from '../shared/exchange.ts';
import { type Account, variantOf } from './account.ts';
import { isOpen } from './api-routes.ts';
import { LemonError } from './lemon-error.ts';
import { changeSubscription, payCheckout } from './live.ts';

export function pageRoutes(account: Account): Hono<UpstreamEnv> {
  const app = new Hono<UpstreamEnv>();
  const checkoutOf = (id: string) => {
    const checkout = account.checkouts.get(id);
    if (!checkout) throw new LemonError(404, 'There is no such checkout.');
    if (!isOpen(account, checkout)) throw new LemonError(410, 'This checkout has expired.');
    return checkout;
  };
  const subscriptionOf = (id: string) => {
    const subscription = account.subscriptions.get(id);
    if (!subscription) throw new LemonError(404, 'There is no such subscription.');
    return subscription;
  };
  app.get('/checkout/:id', (context) => {
    const { variant_id, skip_trial } = checkoutOf(context.req.param('id'));
    const { name, unit_price, interval, trial_days } = variantOf(account, variant_id);
    const trial = trial_days && !skip_trial ? `, after ${trial_days} days free` : '';
    return context.html(
      page(
        'Checkout',
        html`<p>${name}: ${money(unit_price)} ${interval ? `a ${interval}` : 'once'}${trial}</p>
      ${context.req.query('declined') === undefined ? '' : html`<p>The card was declined.</p>`}
      <form method="post"><button name="do" value="pay">Pay</button>
        <button name="do" value="decline">Pay with a card that is declined</button></form>`,
      ),
    );
  });
  app.post('/checkout/:id', async (context) => {
    const checkout = checkoutOf(context.req.param('id'));
    const wish = new URLSearchParams(await context.req.text()).get('do');
    setCard(account, checkout.custom, wish === 'decline');
    const isPaid = payCheckout(account, checkout);
    return context.redirect(isPaid ? checkout.redirect_url : '?declined', 303);
  });
  app.get('/portal/:id', (context) => {
    const { status, renews_at, ends_at } = subscriptionOf(context.req.param('id')).attributes;
    return context.html(
      page(
        'Billing',
        html`<p>${status}, ${ends_at ? `ends ${ends_at}` : `renews ${renews_at}`}</p>
      <form method="post"><button name="do" value="cancel">Cancel</button>
        <button name="do" value="resume">Resume</button>
        <button name="do" value="good card">Use a good card</button>
        <button name="do" value="bad card">Use a card that is declined</button></form>`,
      ),
    );
  });
  app.post('/portal/:id', async (context) => {
    const subscription = subscriptionOf(context.req.param('id'));
    const wish = new URLSearchParams(await context.req.text()).get('do');
    if (wish === 'cancel' || wish === 'resume')
      changeSubscription(account, subscription, { cancelled: wish === 'cancel' });
    else {
      const custom = account.custom.get(subscription.attributes.order_id) ?? {};
      setCard(account, custom, wish === 'bad card');
    }
    return context.redirect('?', 303);
  });
  app.get('/invoices/:id', ({ req, html: answer }) => {
    const invoice = account.invoices.get(req.param('id')) ?? account.orders.get(req.param('id'));
    if (!invoice) throw new LemonError(404, 'There is no such invoice.');
    const { total, status } = invoice.attributes;
    return answer(page(`Invoice ${invoice.id}`, html`<p>${money(total)}, ${status}</p>`));
  });
  return app;
}

function setCard({ declining }: Account, { user_id = '-' }: Record<string, string>, bad: boolean) {
  if (bad) declining.add(user_id);
  else declining.delete(user_id);
}

function page(title: string, body: HtmlEscapedString | Promise<HtmlEscapedString>) {
  return html`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title>
    <style>body{font:16px/1.5 system-ui;max-width:30rem;margin:4rem auto;padding:0 1rem}
    button{font:inherit;padding:.4rem 1rem}</style></head>
    <body><h1>${title}</h1>${body}<p><small>A stand-in of LemonSqueezy: no money moves.</small></p>
    </body></html>`;
}

function money(amount: number): string {
  return (amount / 100).toLocaleString('en-US', { style: 'currency', currency: 'USD' });
}
