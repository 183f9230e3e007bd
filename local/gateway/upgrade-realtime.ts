// upgrade-realtime: websockets, which only Realtime has.
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { credentialsOf } from './credentials.ts';
import type { KeyRules } from './key-rules.ts';
import type { RealtimeMount } from './mount.ts';
import { refuseUpgrade } from './refuse-upgrade.ts';

/** Hands the socket to Realtime, or ends it with 401, 404 or 503 and a JSON sentence. */
export function upgradeRealtime(
  realtime: RealtimeMount | undefined,
  rules: KeyRules,
  { request, socket, head }: { request: IncomingMessage; socket: Duplex; head: Buffer },
): void {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  const credentials = credentialsOf(request, searchParams);
  const refusal = rules.refuse(credentials);
  if (!pathname.startsWith('/realtime/v1/')) refuseUpgrade(socket, '404 Not Found', noRoute);
  else if (refusal) refuseUpgrade(socket, '401 Unauthorized', refusal);
  else if (!realtime) refuseUpgrade(socket, '503 Service Unavailable', notBuilt('Realtime'));
  else realtime.upgrade(request, socket, head, rules.authorizationFor(credentials));
}

/** What answers for a path that is nobody's. */
export const noRoute = { message: 'no Route matched with those values' };

/** What answers for a part of the platform that the local stack lacks. */
export function notBuilt(part: string): { code: string; message: string } {
  return { code: 'not_available', message: `${part} is not part of the local stack yet.` };
}
