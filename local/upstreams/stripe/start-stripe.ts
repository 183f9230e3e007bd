// start-stripe: a stand-in of Stripe on a port of its own, because the SDK takes a host and a port
// and no path. The API is under /v1, its pages under /pages, its control under /__control.
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { controlRoutes } from '../shared/control-routes.ts';
import { createState } from '../shared/create-state.ts';
import type { UpstreamEnv } from '../shared/exchange.ts';
import { receive } from '../shared/receive.ts';
import { UpstreamError } from '../shared/upstream-error.ts';
import { createAccount } from './account.ts';
import { addBillingRoutes } from './billing-routes.ts';
import { addCatalogRoutes } from './catalog-routes.ts';
import { controlAccount } from './control-account.ts';
import { createSender, type Endpoint } from './deliver-events.ts';
import { loadAccount, saveAccount } from './keep-account.ts';
import { pageRoutes } from './pages.ts';
import { parseForm } from './parse-form.ts';
import { rememberAnswers } from './remember-answers.ts';
import { StripeError, stripeRefusals } from './stripe-error.ts';

export interface StripeOptions {
  port: number;
  /** The only key that it takes. */
  apiKey: string;
  /** Whom it tells of events. */
  endpoint: Endpoint;
  /** Where the account stays between runs; default: nowhere. */
  file?: string;
}

export interface StripeStandIn {
  url: string;
  stop(): Promise<void>;
}

/** Starts it with the account of its file, or an empty one. */
export async function startStripe(options: StripeOptions): Promise<StripeStandIn> {
  const { port, apiKey, endpoint, file } = options;
  const state = createState();
  const url = `http://127.0.0.1:${port}`;
  const account = createAccount(url);
  if (file) loadAccount(account, file);
  const sender = createSender();
  sender.endpoint = endpoint;
  account.onEvent = (event) => sender.hear(event);

  const api = new Hono<UpstreamEnv>();
  api.use(
    receive(state, {
      provider: 'stripe',
      refusals: stripeRefusals,
      idHeader: 'request-id',
      requireKey({ req }) {
        if (req.header('authorization') === `Bearer ${apiKey}`) return;
        throw new StripeError(401, 'Invalid API Key provided.');
      },
      parseBody: parseForm,
    }),
    rememberAnswers(),
  );
  addCatalogRoutes(api, account);
  addBillingRoutes(api, account);
  api.all('*', ({ req }) => {
    throw new StripeError(404, `Unrecognized request URL (${req.method}: ${req.path}).`);
  });

  const app = new Hono<UpstreamEnv>();
  // With each answer: who kills the stand-in finds again what it has said.
  app.use(async ({ req }, next) => {
    await next();
    if (file && req.method !== 'GET') saveAccount(account, file);
  });
  app.route('/v1', api);
  app.route('/pages', pageRoutes(account));
  app.route('/__control', controlAccount(account, sender));
  app.route('/__control', controlRoutes(state));
  app.onError((error, context) => {
    if (!(error instanceof UpstreamError)) throw error;
    return context.json(error.body, error.status as ContentfulStatusCode, error.headers);
  });
  const server = createAdaptorServer({ fetch: app.fetch });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    url,
    async stop() {
      const closed = new Promise((resolve) => server.once('close', resolve));
      server.close();
      if ('closeAllConnections' in server) server.closeAllConnections();
      await Promise.all([closed, sender.stop()]);
      if (file) saveAccount(account, file);
    },
  };
}
