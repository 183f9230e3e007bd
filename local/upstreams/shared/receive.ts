// receive: what every stand-in does first with a request: note it, look at its key, parse its body.
import { randomBytes } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import type { UpstreamContext, UpstreamEnv, UpstreamState } from './exchange.ts';
import type { Refusals } from './upstream-error.ts';

/** The headers that keys travel in. */
const KEY_HEADERS = ['authorization', 'x-api-key', 'x-goog-api-key'];

export interface Reception {
  provider: string;
  refusals: Refusals;
  /** The name of the header in which this provider gives the request's id. */
  idHeader: string;
  /** Throws when the request does not carry the right key. */
  requireKey(context: UpstreamContext): void;
  /** How its bodies are written; default: JSON. */
  parseBody?: (text: string) => unknown;
}

/** Notes the request, checks its key, declares an outage, parses its body. */
export function receive(
  state: UpstreamState,
  { provider, refusals, idHeader, requireKey, parseBody = JSON.parse }: Reception,
): MiddlewareHandler<UpstreamEnv> {
  return async (context, next) => {
    const id = `req_${randomBytes(16).toString('hex')}`;
    const form = await readForm(context);
    const body = form ? describeForm(form) : await context.req.text();
    const headers = { ...context.req.header() };
    for (const name of KEY_HEADERS) if (headers[name]) headers[name] = shorten(headers[name]);
    const { method, path } = context.req;
    const request = { id, provider, method, path, headers, body };
    context.set('entry', state.journal.add(request, context.env.outgoing));
    context.header(idHeader, id);
    requireKey(context);
    if (state.outage && (state.outage.provider ?? provider) === provider)
      throw refusals.sample(state.outage.status, undefined, { 'retry-after-ms': '10' });
    context.set('body', form ?? parse(context, refusals, parseBody));
    await next();
  };
}

type Form = Record<string, FormDataEntryValue>;

async function readForm({ req }: UpstreamContext): Promise<Form | undefined> {
  if (!req.header('content-type')?.startsWith('multipart/form-data')) return undefined;
  return Object.fromEntries(await req.formData());
}

/** As the journal keeps it: of a file its name, type and size. */
function describeForm(form: Form): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(form).map(([field, value]) => [
      field,
      typeof value === 'string' ? value : { name: value.name, type: value.type, size: value.size },
    ]),
  );
}

/** A key as it may be shown. */
export function shorten(key: string): string {
  return key.length > 12 ? `${key.slice(0, 7)}***${key.slice(-4)}` : '***';
}

function parse(
  context: UpstreamContext,
  refusals: Refusals,
  parseBody: (text: string) => unknown,
): unknown {
  const entry = context.get('entry');
  if (!entry.body) return undefined;
  try {
    entry.body = parseBody(String(entry.body));
    return entry.body;
  } catch {
    throw refusals.refuse(400, 'We could not parse the JSON body of your request.');
  }
}
