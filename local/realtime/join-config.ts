// join-config: what a client asks for when it joins (supabase-platform.md §4.2).
import { z } from 'zod';
import { Refusal } from './refusal.ts';

const changesBinding = z.object({
  event: z.enum(['*', 'INSERT', 'UPDATE', 'DELETE']),
  schema: z.string().nullish(),
  table: z.string().nullish(),
  filter: z.string().nullish(),
  select: z.array(z.string()).nullish(),
});

const joinPayload = z.object({
  config: z
    .object({
      broadcast: z
        .object({
          ack: z.boolean().default(false),
          self: z.boolean().default(false),
          replay: z.unknown().optional(),
          replication_ready: z.boolean().default(false),
        })
        .prefault({}),
      presence: z
        .object({ key: z.string().default(''), enabled: z.boolean().default(true) })
        .prefault({}),
      postgres_changes: z.array(changesBinding).max(100).default([]),
      postgres_changes_options: z.object({ wait: z.boolean().default(false) }).prefault({}),
      private: z.boolean().default(false),
    })
    .prefault({}),
  access_token: z.string().nullish(),
});

/** As the client wrote it, with the number by which its events are known; the reply repeats it. */
export type ChangesBinding = z.infer<typeof changesBinding> & { id: number };
export type JoinConfig = Omit<z.infer<typeof joinPayload>['config'], 'postgres_changes'> & {
  postgres_changes: ChangesBinding[];
};

let lastId = 0;

/** Reads the payload of a join; throws `Refusal`. */
export function readJoin(payload: unknown): { config: JoinConfig; token: string | undefined } {
  const parsed = joinPayload.safeParse(payload ?? {});
  if (!parsed.success)
    throw new Refusal('InvalidJoinPayload', z.prettifyError(parsed.error).replaceAll('\n', ' '));
  const { config, access_token } = parsed.data;
  const postgres_changes = config.postgres_changes.map((binding) => ({ id: ++lastId, ...binding }));
  return { config: { ...config, postgres_changes }, token: tokenOf(access_token) };
}

/** API keys of the new kind stand for the connection's own token. */
export function tokenOf(token: unknown): string | undefined {
  return typeof token === 'string' && !token.startsWith('sb_') ? token : undefined;
}
