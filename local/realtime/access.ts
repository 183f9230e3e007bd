// access: what the project's policies let a subscriber do on private channels.
import type pg from 'pg';
import type { Claims } from './verify-token.ts';

/** The two things that are allowed apart: policies see them as realtime.messages.extension. */
export type Extension = 'broadcast' | 'presence';

/** Who asks. `headers` are those that policies find in the setting `request.headers`. */
export interface Subscriber {
  claims: Claims;
  headers: Record<string, string>;
}

/** Which of `extensions` the subscriber may listen to on the private topic of this name. */
export async function mayListen(
  pool: pg.Pool,
  topic: string,
  extensions: readonly Extension[],
  { claims, headers }: Subscriber,
): Promise<Set<Extension>> {
  const { rows } = await pool.query<{ allowed: Extension[] }>(
    'select local_platform.may_listen($1, $2, $3, $4) as allowed',
    [topic, extensions, claims, headers],
  );
  return new Set(rows[0]?.allowed);
}

/** Whether the subscriber may send on the private topic of this name. */
export async function maySend(
  pool: pg.Pool,
  topic: string,
  extension: Extension,
  { claims, headers }: Subscriber,
): Promise<boolean> {
  const { rows } = await pool.query<{ allowed: boolean }>(
    'select local_platform.may_send($1, $2, $3, $4) as allowed',
    [topic, extension, claims, headers],
  );
  return rows[0]?.allowed === true;
}
