// create-routes: the stand-in's paths, with what Google checks before them: the key.
import { Hono } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { UpstreamContext, UpstreamEnv, UpstreamState } from '../shared/exchange.ts';
import { receive } from '../shared/receive.ts';
import { UpstreamError } from '../shared/upstream-error.ts';
import { generateContent } from './generate-content.ts';
import { GoogleError, googleRefusals } from './google-error.ts';

/** What is under /v1beta of the Gemini API, as far as chat needs it. */
export function googleRoutes(state: UpstreamState, apiKey: string): Hono<UpstreamEnv> {
  const app = new Hono<UpstreamEnv>();
  app.use(
    receive(state, {
      provider: 'google',
      refusals: googleRefusals,
      idHeader: 'x-request-id',
      requireKey: (context) => requireKey(context, apiKey),
    }),
  );
  app.post('/models/:call', (context) => {
    const [model = '', method] = context.req.param('call').split(':');
    if (method === 'generateContent') return generateContent(context, state, model, false);
    if (method === 'streamGenerateContent' && context.req.query('alt') === 'sse')
      return generateContent(context, state, model, true);
    throw new GoogleError(404, 'Requested entity was not found.');
  });
  app.all('*', () => {
    throw new GoogleError(404, 'Requested entity was not found.');
  });
  app.onError((error, context) => {
    if (!(error instanceof UpstreamError)) throw error;
    return context.json(error.body, error.status as ContentfulStatusCode, error.headers);
  });
  return app;
}

function requireKey({ req }: UpstreamContext, apiKey: string): void {
  const key = req.header('x-goog-api-key');
  if (!key) throw new GoogleError(403, 'Method doesn’t allow unregistered callers.');
  if (key !== apiKey) throw new GoogleError(400, 'API key not valid. Please pass a valid API key.');
}
