// pages: the stand-in's hosted pages: a checkout where one pays or whose card is declined, and a
// portal to cancel, resume and change the card. Plain forms, no scripts.
import { Hono } from 'hono';
import { html } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import type { UpstreamEnv } from '../shared/exchange.ts';
import { type Account, emit } from './account.ts';
import { debitSession, paySession } from './checkout.ts';
import { itemOf } from './subscribe.ts';
import { cancelInPortal } from './update-subscription.ts';

type Markup = HtmlEscapedString | Promise<HtmlEscapedString>;

export function pageRoutes(account: Account): Hono<UpstreamEnv> {
  const app = new Hono<UpstreamEnv>();
  app.get('/checkout/:id', (context) => {
    const session = account.sessions.require(context.req.param('id'));
    if (session.status !== 'open')
      return context.html(
        page(
          'Checkout',
          html`
      <p>This checkout is ${session.status}.</p>`,
        ),
      );
    return context.html(
      page(
        'Checkout',
        html`
      <p>${money(session.amount_total, session.currency)}
        ${session.mode === 'subscription' ? 'recurring' : 'once'}
        ${session.trialDays ? `, after ${session.trialDays} days free` : ''}</p>
      ${context.req.query('declined') === undefined ? '' : html`<p>The card was declined.</p>`}
      <form method="post"><button name="do" value="pay">Pay</button>
        <button name="do" value="decline">Pay with a card that is declined</button>
        ${session.mode === 'payment' ? html`<button name="do" value="debit">Debit</button>` : ''}
      </form>
      <p><a href="${session.cancel_url ?? session.success_url}">Go back</a></p>`,
      ),
    );
  });
  app.post('/checkout/:id', async (context) => {
    const session = account.sessions.require(context.req.param('id'));
    const wish = new URLSearchParams(await context.req.text()).get('do');
    if (wish === 'debit') {
      debitSession(account, session);
      return context.redirect(session.success_url, 303);
    }
    if (wish === 'decline') account.declining.add(session.customer);
    else account.declining.delete(session.customer);
    const isPaid = paySession(account, session);
    return context.redirect(isPaid ? session.success_url : `${context.req.path}?declined`, 303);
  });
  app.get('/portal/:id', (context) => {
    const { customer, return_url } = account.portals.require(context.req.param('id'));
    const rows = account.subscriptions
      .filter((each) => each.customer === customer && each.status !== 'canceled')
      .map(
        (each) => html`<p>${each.status},
          ${money(itemOf(each).price.unit_amount, each.currency)}
          ${each.cancel_at ? 'ends with the period' : 'renews'}</p>
          <form method="post"><input type="hidden" name="subscription" value="${each.id}">
            <button name="do" value="cancel">Cancel</button>
            <button name="do" value="resume">Resume</button></form>`,
      );
    return context.html(
      page(
        'Billing',
        html`${rows}
      <form method="post"><button name="do" value="good card">Use a good card</button>
        <button name="do" value="bad card">Use a card that is declined</button></form>
      <p><a href="${return_url ?? '/'}">Go back</a></p>`,
      ),
    );
  });
  app.post('/portal/:id', async (context) => {
    const { customer } = account.portals.require(context.req.param('id'));
    const form = new URLSearchParams(await context.req.text());
    const wish = form.get('do');
    if (wish === 'good card') account.declining.delete(customer);
    if (wish === 'bad card') account.declining.add(customer);
    if (wish === 'cancel' || wish === 'resume') {
      const subscription = account.subscriptions.require(form.get('subscription') ?? '-');
      if (wish === 'cancel') cancelInPortal(account, subscription);
      else {
        subscription.cancel_at = null;
        subscription.cancel_at_period_end = false;
        emit(account, 'customer.subscription.updated', subscription);
      }
    }
    return context.redirect(context.req.path, 303);
  });
  app.get('/invoices/:id', (context) => {
    const { number, total, currency, status } = account.invoices.require(context.req.param('id'));
    return context.html(
      page(`Invoice ${number}`, html`<p>${money(total, currency)}, ${status}</p>`),
    );
  });
  return app;
}

function page(title: string, body: Markup) {
  return html`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title>
    <style>body{font:16px/1.5 system-ui;max-width:30rem;margin:4rem auto;padding:0 1rem}
    button{font:inherit;padding:.4rem 1rem}</style></head>
    <body><h1>${title}</h1>${body}<p><small>A stand-in of Stripe: no money moves.</small></p>
    </body></html>`;
}

function money(amount: number, currency: string): string {
  return (amount / 100).toLocaleString('en-US', { style: 'currency', currency });
}
