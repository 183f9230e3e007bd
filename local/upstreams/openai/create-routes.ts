// create-routes: the stand-in's paths, with what OpenAI checks before any of them: key and body.
import { randomBytes } from 'node:crypto';
import { Hono } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { completeChat } from './complete-chat.ts';
import { controlRoutes } from './control-routes.ts';
import { embed } from './embed.ts';
import type { OpenaiContext, OpenaiEnv, OpenaiState } from './exchange.ts';
import { describeModel, models } from './models.ts';
import { moderate } from './moderate.ts';
import { OpenaiError, sampleError } from './openai-error.ts';

const NO_KEY =
  "You didn't provide an API key. You need to provide your API key in an Authorization header " +
  'using Bearer auth (i.e. Authorization: Bearer YOUR_KEY).';

/** Everything under /v1 as OpenAI has it, and /__control, which only the stand-in has. */
export function createRoutes(state: OpenaiState, apiKey: string): Hono<OpenaiEnv> {
  const app = new Hono<OpenaiEnv>();
  app.route('/__control', controlRoutes(state));
  app.use('/v1/*', async (context, next) => {
    await receive(context, state);
    requireKey(context, apiKey);
    if (state.outage) throw sampleError(state.outage, undefined, { 'retry-after-ms': '10' });
    context.set('body', parseBody(context));
    await next();
  });
  app.get('/v1/models', (context) =>
    context.json({ object: 'list', data: models.map(describeModel) }),
  );
  app.get('/v1/models/:id', (context) => {
    const id = context.req.param('id');
    const model = models.find((it) => it.id === id);
    if (model) return context.json(describeModel(model));
    const options = { param: 'model', code: 'model_not_found' };
    throw new OpenaiError(404, `The model '${id}' does not exist`, options);
  });
  app.post('/v1/chat/completions', (context) => completeChat(context, state));
  app.post('/v1/moderations', (context) => moderate(context, state));
  app.post('/v1/embeddings', (context) => embed(context, state));
  app.notFound((context) => {
    throw new OpenaiError(404, `Invalid URL (${context.req.method} ${context.req.path})`);
  });
  app.onError((error, context) => {
    if (!(error instanceof OpenaiError)) throw error;
    return context.json(error.body, error.status as ContentfulStatusCode, error.headers);
  });
  return app;
}

/** Notes the request; every answer carries its id. */
async function receive(context: OpenaiContext, { journal }: OpenaiState): Promise<void> {
  const id = `req_${randomBytes(16).toString('hex')}`;
  const text = await context.req.text();
  const headers = { ...context.req.header() };
  if (headers.authorization) headers.authorization = shorten(headers.authorization);
  const { method, path } = context.req;
  const entry = journal.add({ id, method, path, headers, body: text }, context.env.outgoing);
  context.set('entry', entry);
  context.header('x-request-id', id);
  context.header('openai-version', '2020-10-01');
}

function requireKey(context: OpenaiContext, apiKey: string): void {
  const key = /^Bearer (.+)$/.exec(context.req.header('authorization') ?? '')?.[1];
  if (!key) throw new OpenaiError(401, NO_KEY);
  if (key === apiKey) return;
  const message =
    `Incorrect API key provided: ${shorten(key)}. ` +
    'You can find your API key at https://platform.openai.com/account/api-keys.';
  throw new OpenaiError(401, message, { code: 'invalid_api_key' });
}

function shorten(key: string): string {
  return key.length > 12 ? `${key.slice(0, 7)}***${key.slice(-4)}` : '***';
}

function parseBody(context: OpenaiContext): unknown {
  const entry = context.get('entry');
  if (!entry.body) return undefined;
  try {
    entry.body = JSON.parse(String(entry.body));
    return entry.body;
  } catch {
    throw new OpenaiError(400, 'We could not parse the JSON body of your request.');
  }
}
