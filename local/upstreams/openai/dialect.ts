// dialect: what servers that speak OpenAI's Chat Completions do differently from OpenAI.
import { type Model, models, other } from './models.ts';

export interface Dialect {
  /** As Parley names the provider. */
  provider: 'openai' | 'groq' | 'siliconflow' | 'volcengine' | 'compatible';
  /** Where its API is, below the stand-ins' address. */
  path: string;
  /** The model of that name, when it is served there. */
  findModel(id: string): Model | undefined;
  /**
   * Where a stream has its usage. `asked`: in a chunk of its own, when it was asked for. `every`:
   * in every chunk, when it was asked for. `x_groq`: in the last chunk, always.
   */
  usage: 'asked' | 'every' | 'x_groq';
  /** The field that thoughts come in. */
  reasoningField: 'reasoning_content' | 'reasoning';
  /** The body that refuses messages which are too long, where it is not as OpenAI's. */
  tooLong?: object;
}

const anyModel = (pattern: RegExp, seeing: RegExp) => (id: string) =>
  pattern.test(id)
    ? {
        id,
        kind: 'chat' as const,
        contextTokens: 128_000,
        isReasoning: false,
        sees: seeing.test(id),
        dimensions: 0,
      }
    : undefined;

const groqs = anyModel(/^(openai|meta-llama|qwen|moonshotai)\/|^llama-/, /llama-4/);

export const openai: Dialect = {
  provider: 'openai',
  path: '/v1',
  findModel: (id) => models.find((it) => it.id === id),
  usage: 'asked',
  reasoningField: 'reasoning_content',
};

/** Each under its own path, which ends as the real one does. */
export const otherDialects: readonly Dialect[] = [
  {
    provider: 'groq',
    path: '/groq/openai/v1',
    findModel: (id) => (id.startsWith('whisper-') ? other(id, 'transcription', 0) : groqs(id)),
    usage: 'x_groq',
    reasoningField: 'reasoning',
  },
  {
    provider: 'siliconflow',
    path: '/siliconflow/v1',
    findModel: anyModel(/^[\w-]+\/[\w.-]+$/, /-VL-/),
    usage: 'every',
    reasoningField: 'reasoning_content',
    tooLong: {
      code: 20015,
      message: 'length of prompt_tokens (131074) must be less than max_seq_len (131072).',
      data: null,
    },
  },
  {
    provider: 'volcengine',
    path: '/volcengine/api/v3',
    findModel: anyModel(/^doubao-/, /./),
    usage: 'asked',
    reasoningField: 'reasoning_content',
    tooLong: {
      error: {
        code: 'InvalidParameter',
        message: 'Total tokens of image and text exceed max message tokens.',
        param: '',
        type: 'BadRequest',
      },
    },
  },
  {
    provider: 'compatible',
    path: '/compatible/v1',
    findModel: anyModel(/./, /./),
    usage: 'asked',
    reasoningField: 'reasoning',
    tooLong: {
      object: 'error',
      message:
        "This model's maximum context length is 32768 tokens. However, you requested 40000 tokens.",
      type: 'BadRequestError',
      param: null,
      code: 400,
    },
  },
];
