// ai: models without a conversation, in the form of OpenAI's API, for people and for API keys.
//   POST /functions/v1/ai/v1/chat/completions   body: shared/contracts/completions.ts
//   GET  /functions/v1/ai/v1/models             the models that the caller may ask
//   GET  /functions/v1/ai/v1/models/:id
import { completionRequest } from '../../../shared/contracts/completions.ts';
import { authenticateOrKey } from '../_shared/authenticate.ts';
import { createApp } from '../_shared/create-app.ts';
import { parseBody } from '../_shared/parse-body.ts';
import { beginCompletion } from './begin-completion.ts';
import { idempotencyKeyOf } from './idempotency-key.ts';
import { listModels, requireModel } from './list-models.ts';
import { renderOpenaiError } from './openai-error.ts';
import { streamCompletion } from './stream-completion.ts';
import { wholeCompletion } from './whole-completion.ts';

const app = createApp('ai', {
  renderError: renderOpenaiError,
  // What the openai client sends.
  allowHeaders: [
    ...['idempotency-key', 'openai-organization', 'openai-project', 'x-stainless-lang'],
    ...['x-stainless-package-version', 'x-stainless-os', 'x-stainless-arch'],
    ...['x-stainless-runtime', 'x-stainless-runtime-version', 'x-stainless-retry-count'],
    ...['x-stainless-timeout', 'x-stainless-helper-method'],
  ],
});

app.post('/v1/chat/completions', async ({ req, get }) => {
  const caller = await authenticateOrKey(req.raw);
  const clientKey = idempotencyKeyOf(req.raw.headers);
  const request = await parseBody(req, completionRequest);
  const begun = await beginCompletion(caller, request, clientKey);
  const answer = request.stream ? streamCompletion : wholeCompletion;
  return answer(request, begun, { requestId: get('requestId'), signal: req.raw.signal });
});

app.get('/v1/models', async ({ req, json }) => {
  const caller = await authenticateOrKey(req.raw);
  return json({ object: 'list', data: await listModels(caller) });
});

// Names of models have slashes in them, which clients send as they like.
app.get('/v1/models/:id{.+}', async ({ req, json }) => {
  const caller = await authenticateOrKey(req.raw);
  return json(await requireModel(caller, req.param('id')));
});

export default { fetch: app.fetch };
