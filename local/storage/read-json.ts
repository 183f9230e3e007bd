// read-json: a request's JSON or query, checked.
import type { z } from 'zod';
import { MalformedRequest } from './storage-error.ts';

/** The body by `schema`; an absent body is `{}`. Refuses as the platform's schemas do. */
export async function readJson<T extends z.ZodType>(
  request: Request,
  schema: T,
): Promise<z.infer<T>> {
  return check('body', schema, parse(await request.text()));
}

/** The query by `schema`; of a name given twice, the last. */
export function readQuery<T extends z.ZodType>(request: Request, schema: T): z.infer<T> {
  return check('querystring', schema, Object.fromEntries(new URL(request.url).searchParams));
}

function check<T extends z.ZodType>(where: string, schema: T, value: unknown): z.infer<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = [where, ...(issue?.path ?? [])].join('/');
  throw new MalformedRequest(`${path} ${issue?.message}`);
}

function parse(text: string): unknown {
  if (text === '') return {};
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new MalformedRequest('Body is not valid JSON', { cause });
  }
}
