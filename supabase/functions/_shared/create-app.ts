// create-app: the Hono app every function starts from: request id, CORS, size, one error renderer.
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { cors } from 'hono/cors';
import { requestId } from 'hono/request-id';
import { AppError } from '../../../shared/errors.ts';
import { logFailure } from './log-failure.ts';

export type AppVariables = { Variables: { requestId: string } };

/** A Hono app at `/<name>`. Whatever a handler throws is rendered once, here, as an ErrorBody. */
export function createApp(name: string): Hono<AppVariables> {
  const app = new Hono<AppVariables>().basePath(`/${name}`);
  app.use(requestId());
  app.use(
    cors({
      origin: '*',
      allowMethods: ['GET', 'POST', 'OPTIONS'],
      allowHeaders: ['authorization', 'x-client-info', 'apikey', 'content-type'],
      exposeHeaders: ['x-request-id', 'x-vercel-ai-ui-message-stream'],
      maxAge: 3600,
    }),
  );
  app.use(
    bodyLimit({
      maxSize: 1024 * 1024,
      onError: () => {
        throw new AppError('payload_too_large', { details: { max_bytes: 1024 * 1024 } });
      },
    }),
  );
  app.notFound(() => {
    throw new AppError('not_found');
  });
  app.onError((thrown, context) => {
    const error = thrown instanceof AppError ? thrown : new AppError('internal', { cause: thrown });
    logFailure(error, { request_id: context.get('requestId') });
    return Response.json(error.toBody(context.get('requestId')), { status: error.status });
  });
  return app;
}
