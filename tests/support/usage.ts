// usage: what is recorded of AI calls, and the sums of days that they become.
import type { Queryable } from './wallet.ts';

export interface UsageRow {
  operation_key: string;
  outcome: string;
  calls: number;
  units: number;
  input_tokens: number | null;
  cached_input_tokens: number | null;
  cache_write_tokens: number | null;
  output_tokens: number | null;
  credits: number;
  revenue_micros: number;
  cost_micros: number | null;
  first_token_ms: number | null;
  latency_ms: number | null;
}

/** What was recorded of a person's calls, oldest first. */
export async function readUsage(db: Queryable, user: string): Promise<UsageRow[]> {
  const { rows } = await db.query(
    `select operation_key, outcome, calls, units, input_tokens, cached_input_tokens,
       cache_write_tokens, output_tokens, credits, revenue_micros, cost_micros, first_token_ms,
       latency_ms
     from private.usage_record where user_id = $1 order by id`,
    [user],
  );
  return rows;
}

export interface Recorded {
  user: string;
  at?: Date | string;
  action?: string;
  plan?: string;
  model?: string | null;
  calls?: number;
  outcome?: string;
  credits?: number;
  costMicros?: number | null;
  revenueMicros?: number;
  inputTokens?: number | null;
  latencyMs?: number | null;
  firstTokenMs?: number | null;
}

/** Records a call that was made at a moment, as if it had been ended then. */
export async function recordUsage(db: Queryable, given: Recorded): Promise<void> {
  const { calls = 1, credits = 1, inputTokens = 10, costMicros = 3, latencyMs = 5 } = given;
  await db.query(
    `insert into private.usage_record (user_id, action, operation_key, plan, provider, model,
       input_tokens, cached_input_tokens, output_tokens, calls, units, credits, revenue_micros,
       cost_micros, first_token_ms, latency_ms, outcome, created_at)
     values ($1, $2, 'test:' || gen_random_uuid(), $3, 'maker', $4, $5, 1, 2, $6::integer,
       $6::integer, $7, $8, $9, $10, $11, $12, $13)`,
    [
      given.user,
      given.action ?? 'chat',
      given.plan ?? 'free',
      given.model ?? null,
      inputTokens,
      calls,
      credits,
      given.revenueMicros ?? credits * 10_000,
      costMicros,
      given.firstTokenMs ?? null,
      latencyMs,
      given.outcome ?? 'complete',
      given.at ?? new Date(),
    ],
  );
}

/** The job of every minute, now; returns how many calls it summed. */
export async function sumUsage(db: Queryable): Promise<number> {
  return (await db.query('select private.sum_usage() as summed')).rows[0].summed;
}
