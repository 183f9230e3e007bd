// create-routes: which path goes where, and who may pass.
import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { type Context, Hono } from 'hono';
import { answerPreflight, corsHeaders } from './cors.ts';
import { credentialsOf } from './credentials.ts';
import type { Credentials, KeyRules } from './key-rules.ts';
import { handOver, type Mount } from './mount.ts';
import { pass, type Upstream } from './pass.ts';
import { requireFilter } from './require-filter.ts';
import type { GatewayOptions } from './start-gateway.ts';
import { noRoute, notBuilt } from './upgrade-realtime.ts';

type GatewayContext = Context<{ Bindings: HttpBindings }>;

const openAuthPaths = /^\/auth\/v1\/(verify|callback|authorize|\.well-known\/jwks\.json|sso\/.*)$/;

/** The gateway as a Hono app; answers of services are streamed past it. */
export function createRoutes(
  { rest, functions, auth, realtime, storage }: GatewayOptions,
  rules: KeyRules,
): Hono<{ Bindings: HttpBindings }> {
  const restService: Upstream = {
    name: 'The Data API (PostgREST)',
    port: Number(new URL(rest.url).port),
    answersWithinMs: 30_000,
    headers: corsHeaders,
  };

  return new Hono<{ Bindings: HttpBindings }>()
    .all('/rest/v1/*', async (c) => {
      const { url, path, credentials } = read(c, '/rest/v1');
      const unfiltered = requireFilter(c.req.method, path, url.searchParams);
      const refusal =
        answerPreflight(c.env.incoming) ??
        refuse(rules, credentials) ??
        (unfiltered && json(unfiltered, 400));
      if (refusal) return refusal;
      await pass(c.env.incoming, c.env.outgoing, restService, {
        path: path + withoutApikey(url),
        prefix: '/rest/v1',
        authorization: rules.authorizationFor(credentials),
      });
      return RESPONSE_ALREADY_SENT;
    })
    .all('/functions/v1/*', async (c) => {
      if (!functions) return json(notBuilt('The edge-function runtime'), 503);
      const { url, path, credentials } = read(c, '/functions/v1');
      await functions.answer(c.env.incoming, c.env.outgoing, {
        path: path + url.search,
        prefix: '/functions/v1',
        authorization: credentials.authorization,
      });
      return RESPONSE_ALREADY_SENT;
    })
    .all('/auth/v1/*', async (c) => {
      const { url, credentials } = read(c, '/auth/v1');
      return (
        answerPreflight(c.env.incoming) ??
        (openAuthPaths.test(url.pathname) ? undefined : refuse(rules, credentials)) ??
        withCors(await handOver(auth, c.env.incoming, rules.authorizationFor(credentials)))
      );
    })
    .all('/graphql/v1/*', (c) => {
      const { credentials } = read(c, '/graphql/v1');
      return (
        answerPreflight(c.env.incoming) ??
        refuse(rules, credentials) ??
        json({ code: 'not_enabled', message: 'GraphQL is not enabled in this project.' }, 404)
      );
    })
    .all('/realtime/v1/*', (c) => {
      const { credentials } = read(c, '/realtime/v1');
      return (
        answerPreflight(c.env.incoming) ??
        refuse(rules, credentials) ??
        mounted(c, 'Realtime', realtime, rules.authorizationFor(credentials))
      );
    })
    .all('/storage/v1/*', (c) => {
      const { credentials } = read(c, '/storage/v1');
      return (
        answerPreflight(c.env.incoming) ??
        mounted(c, 'Storage', storage, rules.authorizationFor(credentials))
      );
    })
    .notFound(() => json(noRoute, 404));
}

function read(
  { env }: GatewayContext,
  prefix: string,
): { url: URL; path: string; credentials: Credentials } {
  const url = new URL(env.incoming.url ?? '/', 'http://localhost');
  const path = url.pathname.slice(prefix.length) || '/';
  return { url, path, credentials: credentialsOf(env.incoming, url.searchParams) };
}

function withoutApikey(url: URL): string {
  if (!url.searchParams.has('apikey')) return url.search;
  url.searchParams.delete('apikey');
  return url.search;
}

function refuse(rules: KeyRules, credentials: Credentials): Response | undefined {
  const refusal = rules.refuse(credentials);
  if (!refusal) return undefined;
  const { code, ...body } = refusal;
  return json(body, 401, { 'sb-error-code': code });
}

async function mounted(
  { env }: GatewayContext,
  part: string,
  mount: Mount | undefined,
  authorization: string | undefined,
): Promise<Response> {
  if (!mount) return json(notBuilt(part), 503);
  return withCors(await handOver(mount, env.incoming, authorization));
}

/** Browsers may read what all services have, and what this one names besides. */
function withCors(response: Response): Response {
  const headers = new Headers(response.headers);
  const exposed = 'access-control-expose-headers';
  headers.set('access-control-allow-origin', corsHeaders['access-control-allow-origin']);
  headers.append(exposed, corsHeaders[exposed]);
  return new Response(response.body, { status: response.status, headers });
}

function json(body: object, status: number, headers: Record<string, string> = {}): Response {
  return Response.json(body, { status, headers: { ...headers, ...corsHeaders } });
}
