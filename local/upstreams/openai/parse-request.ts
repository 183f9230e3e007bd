// parse-request: a body checked by its contract, refused in OpenAI's words.
import type { z } from 'zod';
import { OpenaiError } from './openai-error.ts';

/** The checked body; throws OpenAI's 400 for the first thing that is wrong with it. */
export function parseRequest<Schema extends z.ZodType>(
  schema: Schema,
  body: unknown,
): z.infer<Schema> {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const param = issue?.path.join('.') || null;
  if (issue?.code === 'unrecognized_keys')
    throw new OpenaiError(400, `Unrecognized request argument supplied: ${issue.keys[0]}`);
  if (issue?.code === 'invalid_type' && issue.input === undefined) {
    if (param === 'model') throw new OpenaiError(400, 'you must provide a model parameter');
    const message = `Missing required parameter: '${param}'.`;
    throw new OpenaiError(400, message, { param, code: 'missing_required_parameter' });
  }
  throw new OpenaiError(400, `Invalid value for '${param}': ${issue?.message}.`, {
    param,
    code: 'invalid_value',
  });
}
