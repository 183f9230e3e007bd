// lemonsqueezy-client: the calls of LemonSqueezy's JSON:API that we need, over fetch; their SDK can
// be led to no other address. Answers are checked where they are used.
import { z } from 'zod';
import { AppError } from '../../../../shared/errors.ts';
import { env } from '../env.ts';
import { isOn } from './is-live.ts';

const TIMEOUT_MS = 15_000;
const MEDIA_TYPE = 'application/vnd.api+json';

/** A resource as every answer has it; its attributes are checked by whoever reads it. */
const resource = z.object({ id: z.string(), attributes: z.looseObject({}) });
export type LemonResource = z.infer<typeof resource>;

const one = z.object({ data: resource });
const many = z.object({
  data: z.array(resource),
  meta: z.object({ page: z.object({ lastPage: z.int() }) }),
});
const refusal = z.object({
  errors: z.array(z.object({ title: z.string().optional(), detail: z.string().optional() })),
});

/** A refusal by LemonSqueezy that another try does not change. */
export class LemonSqueezyRefusal extends Error {
  readonly status: number;

  constructor(status: number, path: string, detail: string) {
    super(`${path}: ${status} ${detail}`);
    this.name = 'LemonSqueezyRefusal';
    this.status = status;
  }
}

/** Whether LemonSqueezy can be used here. */
export function hasLemonSqueezy(): boolean {
  return isOn('lemonsqueezy');
}

/** Key and store; throws `payments_not_configured` where LemonSqueezy is off. */
export function requireLemonSqueezy(): { key: string; storeId: string } {
  const { LEMONSQUEEZY_API_KEY: key, LEMONSQUEEZY_STORE_ID: storeId } = env;
  if (!key || !storeId || !hasLemonSqueezy())
    throw new AppError('payments_not_configured', { details: { provider: 'lemonsqueezy' } });
  return { key, storeId };
}

/** A resource by its path under /v1. Throws as all calls do: see `call`. */
export async function readLemon(path: string): Promise<LemonResource> {
  return one.parse(await call('GET', path)).data;
}

/** A page of a list by its path and filters, a hundred, newest first. */
export async function pageLemon(
  path: string,
  filters: Record<string, string>,
  number: number,
): Promise<{ resources: LemonResource[]; hasMore: boolean }> {
  const query = new URLSearchParams({ 'page[size]': '100', 'page[number]': String(number) });
  for (const [name, value] of Object.entries(filters)) query.set(`filter[${name}]`, value);
  const { data, meta } = many.parse(await call('GET', `${path}?${query}`));
  return { resources: data, hasMore: number < meta.page.lastPage };
}

/** The newest hundred of a list. */
export async function listLemon(
  path: string,
  filters: Record<string, string>,
): Promise<LemonResource[]> {
  return (await pageLemon(path, filters, 1)).resources;
}

/** Makes or changes a resource; `document` is its `data`. */
export async function writeLemon(
  method: 'POST' | 'PATCH',
  path: string,
  document: object,
): Promise<LemonResource> {
  return one.parse(await call(method, path, { data: document })).data;
}

/** The error of what LemonSqueezy cannot say now: it is asked again. */
export function unavailable(cause: unknown): AppError {
  return new AppError('payments_unavailable', { details: { provider: 'lemonsqueezy' }, cause });
}

/**
 * Throws `payments_unavailable` when LemonSqueezy is away, busy or has no room for more requests,
 * and LemonSqueezyRefusal when it does not want this one.
 */
async function call(method: string, path: string, body?: object): Promise<unknown> {
  const { key } = requireLemonSqueezy();
  let answer: Response;
  let text: string;
  try {
    answer = await fetch(`${env.LEMONSQUEEZY_BASE_URL}/v1/${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, accept: MEDIA_TYPE, 'content-type': MEDIA_TYPE },
      ...(body ? { body: JSON.stringify(body) } : {}),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    text = await answer.text();
  } catch (cause) {
    throw unavailable(cause);
  }
  if (answer.status >= 500 || answer.status === 429 || answer.status === 401)
    throw unavailable(new Error(`${path}: ${answer.status}`));
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (cause) {
    throw unavailable(cause);
  }
  if (answer.ok) return document;
  const { data } = refusal.safeParse(document);
  const reasons = data?.errors.map(({ title, detail }) => detail ?? title) ?? [text.slice(0, 200)];
  throw new LemonSqueezyRefusal(answer.status, path, reasons.join(' '));
}
