// create-routes: the paths of a server that speaks OpenAI's API, and its check of the key.
import { Hono } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { UpstreamContext, UpstreamEnv, UpstreamState } from '../shared/exchange.ts';
import { receive, shorten } from '../shared/receive.ts';
import { UpstreamError } from '../shared/upstream-error.ts';
import { completeChat } from './complete-chat.ts';
import { createCall } from './create-call.ts';
import type { Dialect } from './dialect.ts';
import { embed } from './embed.ts';
import { hangUpCall } from './hang-up-call.ts';
import { describeModel, models } from './models.ts';
import { moderate } from './moderate.ts';
import { OpenaiError, openaiRefusals } from './openai-error.ts';
import { speak } from './speak.ts';
import { transcribe } from './transcribe.ts';

const NO_KEY =
  "You didn't provide an API key. You need to provide your API key in an Authorization header " +
  'using Bearer auth (i.e. Authorization: Bearer YOUR_KEY).';

/**
 * Chat as the dialect has it; for OpenAI itself models, moderation, embeddings, speech and talks;
 * where somebody hears, transcriptions.
 */
export function openaiRoutes(
  state: UpstreamState,
  apiKey: string,
  dialect: Dialect,
): Hono<UpstreamEnv> {
  const app = new Hono<UpstreamEnv>();
  app.use(
    receive(state, {
      provider: dialect.provider,
      refusals: openaiRefusals,
      idHeader: 'x-request-id',
      requireKey: (context) => requireKey(context, apiKey),
    }),
  );
  app.post('/chat/completions', (context) => completeChat(context, state, dialect));
  if (dialect.provider === 'openai') addOwnRoutes(app, state);
  if (['openai', 'groq'].includes(dialect.provider))
    app.post('/audio/transcriptions', (context) => transcribe(context, state, dialect));
  app.all('*', (context) => {
    throw new OpenaiError(404, `Invalid URL (${context.req.method} ${context.req.path})`);
  });
  app.onError((error, context) => {
    if (!(error instanceof UpstreamError)) throw error;
    return context.json(error.body, error.status as ContentfulStatusCode, error.headers);
  });
  return app;
}

function addOwnRoutes(app: Hono<UpstreamEnv>, state: UpstreamState): void {
  app.get('/models', (context) =>
    context.json({ object: 'list', data: models.map(describeModel) }),
  );
  app.get('/models/:id', (context) => {
    const id = context.req.param('id');
    const model = models.find((it) => it.id === id);
    if (model) return context.json(describeModel(model));
    const options = { param: 'model', code: 'model_not_found' };
    throw new OpenaiError(404, `The model '${id}' does not exist`, options);
  });
  app.post('/moderations', (context) => moderate(context, state));
  app.post('/realtime/calls', (context) => createCall(context, state));
  app.post('/realtime/calls/:id/hangup', (context) => hangUpCall(context, state));
  app.post('/embeddings', (context) => embed(context, state));
  app.post('/audio/speech', (context) => speak(context, state));
}

function requireKey(context: UpstreamContext, apiKey: string): void {
  const key = /^Bearer (.+)$/.exec(context.req.header('authorization') ?? '')?.[1];
  if (!key) throw new OpenaiError(401, NO_KEY);
  if (key === apiKey) return;
  const message =
    `Incorrect API key provided: ${shorten(key)}. ` +
    'You can find your API key at https://platform.openai.com/account/api-keys.';
  throw new OpenaiError(401, message, { code: 'invalid_api_key' });
}
