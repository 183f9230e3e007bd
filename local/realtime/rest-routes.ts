// rest-routes: broadcasts by HTTP, below /realtime/v1/api (supabase-platform.md §4.7).
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { z } from 'zod';
import { maySend } from './access.ts';
import type { BroadcastParts } from './broadcast.ts';
import type { Context } from './context.ts';
import { FRAME_BYTES } from './limits.ts';
import { Refusal } from './refusal.ts';
import type { Address } from './topics.ts';
import { type Claims, verifyToken } from './verify-token.ts';

const batch = z.object({
  messages: z.array(
    z.object({
      topic: z.string().min(1),
      event: z.string().min(1),
      payload: z.record(z.string(), z.unknown()),
      private: z.boolean().default(false),
    }),
  ),
});

/** The routes; callers come with the `Authorization` that their key or token stands for. */
export function restRoutes(context: Context): Hono {
  return new Hono()
    .basePath('/realtime/v1/api')
    .use(bodyLimit({ maxSize: FRAME_BYTES, onError: () => tooLarge(FRAME_BYTES) }))
    .post('/broadcast', async ({ req }) => {
      const sender = await senderOf(context, req.raw);
      if (!sender) return unauthorized(401);
      const parsed = batch.safeParse(await req.json().catch(() => undefined));
      if (!parsed.success) return json(422, { errors: z.flattenError(parsed.error).fieldErrors });
      const messages = parsed.data.messages.map(({ topic, event, payload, ...message }) => ({
        address: { name: topic, isPrivate: message.private },
        parts: { event, payload: Buffer.from(JSON.stringify(payload)), isJson: true },
      }));
      for (const { parts } of messages) {
        const refusal = refuse(context, parts);
        if (refusal) return refusal;
      }
      for (const { address, parts } of messages)
        if (await mayReach(context, sender, address)) context.topics.broadcast(address, parts);
      return new Response(null, { status: 202 });
    })
    .post('/broadcast/:topic/events/:event', async ({ req }) => {
      const sender = await senderOf(context, req.raw);
      if (!sender) return unauthorized(401);
      const { topic, event } = req.param();
      if (req.query('persist') !== undefined || req.query('persist[ttl]') !== undefined)
        return json(422, { error: 'Stored broadcasts are not available' });
      const type = req.header('content-type')?.split(';')[0]?.trim();
      if (type !== 'application/json' && type !== 'application/octet-stream')
        return json(415, { error: 'Unsupported media type' });
      const isJson = type === 'application/json';
      const payload = Buffer.from(await req.arrayBuffer());
      if (isJson && !isReadable(payload)) return json(422, { error: 'The body is not JSON' });
      const parts = { event, payload, isJson };
      const refusal = refuse(context, parts);
      if (refusal) return refusal;
      const address = { name: topic, isPrivate: req.query('private') === 'true' };
      if (!(await mayReach(context, sender, address))) return unauthorized(403);
      context.topics.broadcast(address, parts);
      return new Response(null, { status: 202 });
    })
    .notFound(() => json(404, { error: 'Not found' }))
    .onError((error) => {
      context.report('REST broadcast', error);
      return json(500, { error: 'Internal server error' });
    });
}

async function senderOf({ jwtSecret }: Context, request: Request): Promise<Claims | undefined> {
  const token = bearerOf(request.headers.get('authorization') ?? undefined);
  try {
    return token === undefined ? undefined : await verifyToken(token, jwtSecret);
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

/** The token of an `Authorization`. */
export function bearerOf(authorization: string | undefined): string | undefined {
  return /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1];
}

async function mayReach({ pool }: Context, claims: Claims, address: Address): Promise<boolean> {
  const sender = { claims, headers: {} };
  return !address.isPrivate || (await maySend(pool, address.name, 'broadcast', sender));
}

function refuse({ limits, rates }: Context, { payload }: BroadcastParts): Response | undefined {
  const most = limits.payloadBytes;
  if (payload.byteLength > most) return tooLarge(most);
  return rates.messages.take() ? undefined : json(429, { message: 'Too many messages per second' });
}

function isReadable(payload: Buffer): boolean {
  try {
    JSON.parse(payload.toString());
    return true;
  } catch {
    return false;
  }
}

function tooLarge(most: number): Response {
  return json(413, { error: `Payload size exceeds the limit of ${most} bytes` });
}

function unauthorized(status: 401 | 403): Response {
  return json(status, { message: 'Unauthorized' });
}

function json(status: number, body: object): Response {
  return Response.json(body, { status });
}
