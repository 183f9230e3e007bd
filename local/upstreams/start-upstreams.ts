// start-upstreams: stand-ins of the AI providers, PayPal and LemonSqueezy on one port of
// 127.0.0.1, that unmodified clients can talk to: OpenAI under /v1, the others under /<provider>,
// the control of all under /__control.
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import type { ProviderName } from '../../shared/contracts/providers.ts';
import { anthropicRoutes } from './anthropic/create-routes.ts';
import { googleRoutes } from './google/create-routes.ts';
import { type LemonOptions, lemonRoutes } from './lemonsqueezy/create-routes.ts';
import { openaiRoutes } from './openai/create-routes.ts';
import { openai, otherDialects } from './openai/dialect.ts';
import { type PaypalOptions, paypalRoutes } from './paypal/create-routes.ts';
import { controlRoutes } from './shared/control-routes.ts';
import { createState } from './shared/create-state.ts';
import type { UpstreamEnv } from './shared/exchange.ts';

export interface UpstreamOptions {
  port: number;
  /** The only key that they take. */
  apiKey: string;
  /** Pace of streamed answers, for a demo to look real; default: as fast as it goes. */
  tokensPerSecond?: number;
  /** Whom PayPal's stand-in knows; absent: it is not there. */
  paypal?: Omit<PaypalOptions, 'url'>;
  /** The store of LemonSqueezy's; absent: it is not there. */
  lemonsqueezy?: Omit<LemonOptions, 'url'>;
}

export interface Upstreams {
  /** Base URLs for SDKs, each ending as the provider's own does. */
  urls: Record<ProviderName, string>;
  /** PayPal's, without a version. */
  paypalUrl: string;
  /** LemonSqueezy's, without a version. */
  lemonsqueezyUrl: string;
  stop(): Promise<void>;
}

/** Starts them; faults and what tests may ask of them are in docs/faults.md. */
export async function startUpstreams(options: UpstreamOptions): Promise<Upstreams> {
  const { port, apiKey, tokensPerSecond, paypal, lemonsqueezy } = options;
  const paypalUrl = `http://127.0.0.1:${port}/paypal`;
  const lemonsqueezyUrl = `http://127.0.0.1:${port}/lemonsqueezy`;
  const state = createState(tokensPerSecond);
  const app = new Hono<UpstreamEnv>();
  app.route('/__control', controlRoutes(state));
  app.route('/anthropic/v1', anthropicRoutes(state, apiKey));
  app.route('/google/v1beta', googleRoutes(state, apiKey));
  for (const dialect of [openai, ...otherDialects])
    app.route(dialect.path, openaiRoutes(state, apiKey, dialect));
  const payouts = paypal && paypalRoutes(state, { ...paypal, url: paypalUrl });
  if (payouts) app.route('/paypal', payouts.routes);
  const store = lemonsqueezy && lemonRoutes(state, { ...lemonsqueezy, url: lemonsqueezyUrl });
  if (store) app.route('/lemonsqueezy', store.routes);
  const server = createAdaptorServer({ fetch: app.fetch });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    urls: urlsBelow(`http://127.0.0.1:${port}`),
    paypalUrl,
    lemonsqueezyUrl,
    async stop() {
      const closed = new Promise((resolve) => server.once('close', resolve));
      server.close();
      if ('closeAllConnections' in server) server.closeAllConnections();
      await Promise.all([closed, payouts?.stop(), store?.stop()]);
    },
  };
}

function urlsBelow(origin: string): Upstreams['urls'] {
  const dialects = [openai, ...otherDialects].map(({ provider, path }) => [
    provider,
    `${origin}${path}`,
  ]);
  return {
    anthropic: `${origin}/anthropic/v1`,
    google: `${origin}/google/v1beta`,
    ...Object.fromEntries(dialects),
  };
}
