// parse-body: a request's JSON, or what stands in its address, checked by its contract.
import type { z } from 'zod';
import { AppError } from '../../../shared/errors.ts';

/** The body as the contract's type; throws `invalid_request` naming each path that is wrong. */
export async function parseBody<Schema extends z.ZodType>(
  request: { text(): Promise<string> },
  schema: Schema,
): Promise<z.infer<Schema>> {
  let body: unknown;
  try {
    body = JSON.parse(await request.text());
  } catch (cause) {
    throw new AppError('invalid_request', { message: 'The body is not JSON.', cause });
  }
  return check(body, schema);
}

/** What stands in the address as the contract's type; throws as `parseBody`. */
export function parseQuery<Schema extends z.ZodType>(
  query: Record<string, string>,
  schema: Schema,
): z.infer<Schema> {
  return check(query, schema);
}

function check<Schema extends z.ZodType>(value: unknown, schema: Schema): z.infer<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issues = result.error.issues.map((issue) => ({
    path: [...issue.path, ...(issue.code === 'unrecognized_keys' ? issue.keys : [])].join('.'),
    message: issue.message,
  }));
  throw new AppError('invalid_request', { details: { issues } });
}
