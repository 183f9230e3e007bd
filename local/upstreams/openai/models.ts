// models: what the stand-in offers, with the limits that requests are checked against.
import { OpenaiError } from './openai-error.ts';

export interface Model {
  id: string;
  kind: 'chat' | 'embedding' | 'moderation' | 'speech' | 'transcription' | 'realtime';
  /** Longest prompt and answer together, tokens; embeddings: longest input. */
  contextTokens: number;
  /** Takes neither `temperature` nor `max_tokens`, as OpenAI's reasoning models do not. */
  isReasoning: boolean;
  /** Takes pictures. */
  sees: boolean;
  /** Length of an embedding. */
  dimensions: number;
}

const chat = (id: string, contextTokens: number, isReasoning: boolean): Model => ({
  id,
  kind: 'chat',
  contextTokens,
  isReasoning,
  sees: true,
  dimensions: 0,
});
const embedding = (id: string, dimensions: number): Model => ({
  id,
  kind: 'embedding',
  contextTokens: 8192,
  isReasoning: false,
  sees: false,
  dimensions,
});

/** One that does something else than to answer. */
export const other = (id: string, kind: Model['kind'], contextTokens: number): Model => ({
  id,
  kind,
  contextTokens,
  isReasoning: false,
  sees: false,
  dimensions: 0,
});

/** OpenAI's models of November 2026 that the product may name. */
export const models: readonly Model[] = [
  ...['gpt-6.2-astra', 'gpt-6.2-sol', 'gpt-6.1-sol', 'gpt-6.1-terra'],
  ...['gpt-6-astra', 'gpt-6-sol', 'gpt-6-luna'],
  ...['gpt-5.6-sol', 'gpt-5.6-terra', 'gpt-5.6-luna', 'gpt-5.5'],
]
  .map((id) => chat(id, 1_000_000, true))
  .concat(
    ['gpt-5.4', 'gpt-5.4-mini', 'gpt-5.4-nano', 'gpt-5', 'gpt-5-mini', 'gpt-5-nano'].map((id) =>
      chat(id, 400_000, true),
    ),
    ['gpt-4.1', 'gpt-4.1-mini', 'gpt-4.1-nano'].map((id) => chat(id, 1_000_000, false)),
    ['gpt-4o', 'gpt-4o-mini'].map((id) => chat(id, 128_000, false)),
    embedding('text-embedding-3-small', 1536),
    embedding('text-embedding-3-large', 3072),
    other('omni-moderation-latest', 'moderation', 32_000),
    other('tts-1', 'speech', 2000),
    other('whisper-1', 'transcription', 0),
    ...['gpt-realtime', 'gpt-realtime-2', 'gpt-realtime-mini'].map((id) =>
      other(id, 'realtime', 128_000),
    ),
  );

/** The model of that kind; throws OpenAI's 404 for any other name. */
export function requireModel(
  id: string,
  kind: Model['kind'],
  find: (id: string) => Model | undefined,
): Model {
  const model = find(id);
  if (model?.kind === kind) return model;
  const message = `The model \`${id}\` does not exist or you do not have access to it.`;
  throw new OpenaiError(404, message, { code: 'model_not_found' });
}

/** A model as `GET /v1/models` shows it. */
export function describeModel({ id }: Model) {
  return { id, object: 'model', created: 1_730_000_000, owned_by: 'openai' };
}
