// create-routes: the stand-in's paths, with what Anthropic checks before them: version and key.
import { Hono } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { UpstreamContext, UpstreamEnv, UpstreamState } from '../shared/exchange.ts';
import { receive } from '../shared/receive.ts';
import { UpstreamError } from '../shared/upstream-error.ts';
import { AnthropicError, anthropicRefusals } from './anthropic-error.ts';
import { createMessage } from './create-message.ts';

/** What is under /v1 of Anthropic, as far as chat needs it. */
export function anthropicRoutes(state: UpstreamState, apiKey: string): Hono<UpstreamEnv> {
  const app = new Hono<UpstreamEnv>();
  app.use(
    receive(state, {
      provider: 'anthropic',
      refusals: anthropicRefusals,
      idHeader: 'request-id',
      requireKey: (context) => requireKey(context, apiKey),
    }),
  );
  app.post('/messages', (context) => createMessage(context, state));
  app.all('*', () => {
    throw new AnthropicError(404, 'Not Found');
  });
  app.onError((error, context) => {
    if (!(error instanceof UpstreamError)) throw error;
    const body = { ...error.body, request_id: context.get('entry').id };
    return context.json(body, error.status as ContentfulStatusCode, error.headers);
  });
  return app;
}

function requireKey({ req }: UpstreamContext, apiKey: string): void {
  const key = req.header('x-api-key');
  if (!key) throw new AnthropicError(401, 'x-api-key header is required');
  if (key !== apiKey) throw new AnthropicError(401, 'invalid x-api-key');
  if (!req.header('anthropic-version'))
    throw new AnthropicError(400, 'anthropic-version: header is required');
}
