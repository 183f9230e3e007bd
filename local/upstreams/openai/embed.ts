// embed: POST /v1/embeddings. Vectors of hashed words: texts that share words lie near each other.
import { createHash } from 'node:crypto';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { z } from 'zod';
import type { UpstreamContext, UpstreamState } from '../shared/exchange.ts';
import { failEarly } from '../shared/fail-early.ts';
import { splitTokens } from '../shared/split-tokens.ts';
import { openai } from './dialect.ts';
import { requireModel } from './models.ts';
import { OpenaiError, openaiRefusals } from './openai-error.ts';
import { parseRequest } from './parse-request.ts';

const embeddingRequest = z.strictObject({
  model: z.string(),
  input: z.union([z.string().min(1), z.array(z.string().min(1)).min(1).max(2048)]),
  dimensions: z.int().min(1).optional(),
  encoding_format: z.enum(['float', 'base64']).default('float'),
  user: z.string().optional(),
});

export async function embed(context: UpstreamContext, state: UpstreamState): Promise<Response> {
  const request = parseRequest(embeddingRequest, context.get('body'));
  const model = requireModel(request.model, 'embedding', openai.findModel);
  const texts = typeof request.input === 'string' ? [request.input] : request.input;
  const counts = texts.map((text) => splitTokens(text).length);
  if (counts.some((count) => count > model.contextTokens))
    throw new OpenaiError(
      400,
      `This model's maximum context length is ${model.contextTokens} tokens, ` +
        `however you requested ${Math.max(...counts)} tokens.`,
    );
  if (!(await failEarly(context, state, texts.join('\n'), openaiRefusals)))
    return RESPONSE_ALREADY_SENT;
  const dimensions = Math.min(request.dimensions ?? model.dimensions, model.dimensions);
  const tokens = counts.reduce((sum, count) => sum + count, 0);
  return context.json({
    object: 'list',
    data: texts.map((text, index) => ({
      object: 'embedding',
      index,
      embedding: encode(vectorOf(text, dimensions), request.encoding_format),
    })),
    model: model.id,
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  });
}

/** Unit length; each word adds to eight places chosen by its hash. */
function vectorOf(text: string, dimensions: number): Float32Array {
  const vector = new Float32Array(dimensions);
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? ['']) {
    const hash = createHash('sha256').update(word).digest();
    for (let at = 0; at < 32; at += 4) {
      const place = hash.readUInt32LE(at);
      const index = place % dimensions;
      vector[index] = (vector[index] ?? 0) + (place & 0x80000000 ? 1 : -1);
    }
  }
  const length = Math.hypot(...vector) || 1;
  return vector.map((value) => value / length);
}

function encode(vector: Float32Array, format: 'float' | 'base64'): number[] | string {
  return format === 'float' ? [...vector] : Buffer.from(vector.buffer).toString('base64');
}
