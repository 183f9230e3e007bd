// credentials: where a request carries its key and its token.
import type { IncomingMessage } from 'node:http';
import type { Credentials } from './key-rules.ts';

/** `apikey` from the header or, as browsers open websockets, from the query. */
export function credentialsOf({ headers }: IncomingMessage, query: URLSearchParams): Credentials {
  const { apikey } = headers;
  return {
    authorization: headers.authorization,
    apikey: (typeof apikey === 'string' ? apikey : undefined) ?? query.get('apikey') ?? undefined,
    userAgent: headers['user-agent'],
  };
}
