// create-routes: the stand-in of LemonSqueezy below a path: its JSON:API under /v1, its pages under
// /pages, its own control under /__control.
import { Hono } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { UpstreamEnv, UpstreamState } from '../shared/exchange.ts';
import { receive } from '../shared/receive.ts';
import { UpstreamError } from '../shared/upstream-error.ts';
import { createAccount } from './account.ts';
import { apiRoutes } from './api-routes.ts';
import { controlStore } from './control-store.ts';
import { createSender } from './deliver-events.ts';
import { loadAccount, saveAccount } from './keep-account.ts';
import { LemonError, lemonRefusals } from './lemon-error.ts';
import { pageRoutes } from './pages.ts';

export interface LemonOptions {
  /** Where it is, without a version. */
  url: string;
  /** The only key that it takes. */
  apiKey: string;
  storeId: string;
  /** Whom it tells of events, and how they are signed. */
  webhookUrl: string;
  webhookSecret: string;
  /** Where the account stays between runs; default: nowhere. */
  file?: string;
}

/** Its routes, with the account of its file, or one that sells nothing yet. */
export function lemonRoutes(
  state: UpstreamState,
  { url, apiKey, storeId, webhookUrl, webhookSecret, file }: LemonOptions,
): { routes: Hono<UpstreamEnv>; stop(): Promise<void> } {
  const account = createAccount(url, Number(storeId));
  if (file) loadAccount(account, file);
  const sender = createSender({ url: webhookUrl, secret: webhookSecret });
  account.onEvent = (event) => sender.hear(event);

  const api = new Hono<UpstreamEnv>();
  api.use(
    receive(state, {
      provider: 'lemonsqueezy',
      refusals: lemonRefusals,
      idHeader: 'x-request-id',
      requireKey({ req }) {
        if (req.header('authorization') === `Bearer ${apiKey}`) return;
        throw new LemonError(401, 'Unauthenticated.');
      },
    }),
  );
  api.route('/', apiRoutes(account));
  api.all('*', () => {
    throw new LemonError(404, 'Unknown resource.');
  });

  const routes = new Hono<UpstreamEnv>();
  // With each answer: who kills the stand-in finds again what it has said.
  routes.use(async ({ req }, next) => {
    await next();
    if (file && req.method !== 'GET') saveAccount(account, file);
  });
  routes.route('/v1', api);
  routes.route('/pages', pageRoutes(account));
  routes.route('/__control', controlStore(account, sender));
  routes.onError((error, context) => {
    if (!(error instanceof UpstreamError)) throw error;
    return context.json(error.body, error.status as ContentfulStatusCode, error.headers);
  });
  return { routes, stop: () => sender.stop() };
}
