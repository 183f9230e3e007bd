// create-app: the Hono app every function starts from: request id, CORS, size, one error renderer,
// and 405 with `Allow` where only another method has a route.
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { cors } from 'hono/cors';
import { meters } from '../../../shared/contracts/catalog.ts';
import { AppError } from '../../../shared/errors.ts';
import { refusalHeaders } from './limit-headers.ts';
import { logFailure } from './log-failure.ts';

/** useChat sends the whole history each time; of it only the last message is read. */
const MAX_BODY_BYTES = 8 * 1024 * 1024;

export type AppVariables = { Variables: { requestId: string } };

export interface AppOptions {
  /** The answer to what a handler throws; an ErrorBody unless told otherwise. */
  renderError?: (error: AppError, requestId: string) => Response;
  /** Of requests of browsers, beside those of supabase-js. */
  allowHeaders?: readonly string[];
  /** Whether its handlers measure bodies themselves. */
  measuresBodies?: boolean;
}

/** A Hono app at `/<name>`. Whatever a handler throws is rendered once, here. */
export function createApp(
  name: string,
  { renderError = asErrorBody, allowHeaders = [], measuresBodies = false }: AppOptions = {},
): Hono<AppVariables> {
  const app = new Hono<AppVariables>().basePath(`/${name}`);
  // Never the caller's own: it is what the operator finds in the log.
  app.use(async (context, next) => {
    context.set('requestId', crypto.randomUUID());
    await next();
    context.res.headers.set('x-request-id', context.get('requestId'));
  });
  app.use(
    cors({
      origin: '*',
      allowMethods: ['GET', 'POST', 'OPTIONS'],
      // What supabase-js and functions-js send.
      allowHeaders: [
        ...['authorization', 'x-client-info', 'apikey', 'content-type', 'x-region'],
        ...['x-retry-count', 'traceparent', 'tracestate', 'baggage'],
        ...allowHeaders,
      ],
      exposeHeaders: [
        ...['x-request-id', 'x-vercel-ai-ui-message-stream', 'retry-after', 'x-should-retry'],
        ...[...meters, 'credits'].flatMap((meter) =>
          ['limit', 'remaining', 'reset'].map(
            (what) => `x-ratelimit-${what}-${meter.replaceAll('_', '-')}`,
          ),
        ),
      ],
      maxAge: 3600,
    }),
  );
  if (!measuresBodies)
    app.use(
      bodyLimit({
        maxSize: MAX_BODY_BYTES,
        onError: () => {
          throw new AppError('payload_too_large', { details: { max_bytes: MAX_BODY_BYTES } });
        },
      }),
    );
  app.notFound((context) => {
    const allowed = allowedMethods(app, context.req.path);
    if (allowed.length === 0) throw new AppError('not_found');
    const error = new AppError('method_not_allowed', { details: { allowed } });
    const answer = renderError(error, context.get('requestId'));
    answer.headers.set('allow', allowed.join(', '));
    return answer;
  });
  app.onError((thrown, context) => {
    const error = thrown instanceof AppError ? thrown : new AppError('internal', { cause: thrown });
    logFailure(error, { request_id: context.get('requestId') });
    return renderError(error, context.get('requestId'));
  });
  return app;
}

/** What the address takes, as its routes say; none where there are no routes. */
function allowedMethods({ routes, router }: Hono<AppVariables>, path: string): string[] {
  const methods = new Set(routes.map(({ method }) => method).filter((it) => it !== 'ALL'));
  const own = [...methods].filter((method) =>
    router.match(method, path)[0].some(([[, route]]) => route.method === method),
  );
  if (own.length === 0) return [];
  return [...own, ...(own.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].sort();
}

function asErrorBody(error: AppError, requestId: string): Response {
  return Response.json(error.toBody(requestId), {
    status: error.status,
    headers: refusalHeaders(error),
  });
}
