// cors: the cross-origin rules that the gateway itself applies.
import type { IncomingMessage } from 'node:http';

/** On every answer of the Data API and Auth. */
export const corsHeaders = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers':
    'Content-Encoding, Content-Location, Content-Range, Content-Type, Date, Link, Location, ' +
    'Preference-Applied, Range-Unit, Retry-After, Server, Transfer-Encoding, X-Sb-Error-Code, ' +
    'X-Supabase-Api-Version, X-Total-Count',
};

const methods = 'GET,HEAD,PUT,PATCH,POST,DELETE,OPTIONS,TRACE,CONNECT';

/** The answer to a preflight, or undefined when the request is none. No key is needed. */
export function answerPreflight({ method, headers }: IncomingMessage): Response | undefined {
  if (method !== 'OPTIONS' || !headers.origin || !headers['access-control-request-method'])
    return undefined;
  const allowed = headers['access-control-request-headers'];
  return new Response(null, {
    headers: {
      'access-control-allow-origin': '*',
      'access-control-allow-methods': methods,
      ...(allowed ? { 'access-control-allow-headers': allowed } : {}),
      'access-control-max-age': '3600',
    },
  });
}
