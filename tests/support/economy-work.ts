// economy-work: turns, actions and mere counts of the economy's people, as the functions call them.
import { createHash } from 'node:crypto';
import { CHARACTERS, CHECKED_METER } from './economy-catalog.ts';
import type { Handlers } from './economy-world.ts';
import type { LimitState } from './plan-walk.ts';
import { type Call, checkpoint, end, overSql } from './turn.ts';
import type { Queryable } from './wallet.ts';

const ACTIONS = ['image', 'idea', 'voice', 'transcription', 'completion'] as const;

type WorkVerb =
  | 'begin turn'
  | 'checkpoint'
  | 'settle turn'
  | 'begin action'
  | 'begin completion'
  | 'checkpoint action'
  | 'settle action'
  | 'check'
  | 'look';

/** What the service role does. */
export const WORK: Handlers<WorkVerb> = {
  'begin turn': ({ db, user }, { key, kind, ip, said }) =>
    within(overSql(db), 'begin_turn', {
      p_user_id: user,
      p_chat_id: `c${key % CHARACTERS.length}`,
      p_client_message_id: `m${key}`,
      p_text: `Message ${key}, ${said}`,
      p_character: CHARACTERS[key % CHARACTERS.length],
      p_ip: address(ip),
      p_kind: kind,
    }),
  checkpoint: async ({ db, user }, call) =>
    checkpoint(overSql(db), await turnOf(db, user, call), 'x'.repeat(call.text)),
  'settle turn': async ({ db, user }, call) => {
    const { state, text, tokens } = call;
    const ending = { state, text: 'x'.repeat(text), inputTokens: tokens, outputTokens: tokens };
    return await end(overSql(db), await turnOf(db, user, call), ending);
  },
  'begin action': ({ db, user }, { key, ip, said }) => {
    const action = ACTIONS[key % ACTIONS.length];
    const isByTokens = action === 'completion';
    return within(overSql(db), 'begin_action', {
      p_user_id: user,
      p_action: action,
      p_client_key: `a${key}`,
      p_units: 1 + ((key + said) % 3),
      p_model: isByTokens ? 'gpt-4.1-mini' : null,
      p_ip: address(ip),
      p_input_tokens: isByTokens ? 500 : null,
      p_output_tokens: isByTokens ? 300 : null,
    });
  },
  'begin completion': ({ db, user }, { key, isByKey, ip, said }) =>
    within(overSql(db), 'begin_completion', {
      ...(isByKey ? { p_key_hash: keyHashOf(user) } : { p_user_id: user }),
      p_client_key: `a${key}`,
      p_fingerprint: `${said}`.repeat(64),
      p_model: 'gpt-4.1-mini',
      p_needs: [],
      p_input_bytes: 1500,
      p_messages: 1,
      p_images: 0,
      p_max_output_tokens: 300,
      p_ip: address(ip),
    }),
  'checkpoint action': async ({ db, user }, { key, text }) =>
    overSql(db)('checkpoint_action', {
      p_action_id: await actionOf(db, user, key),
      p_delivered_bytes: text,
    }),
  'settle action': async ({ db, user }, { key, isDone, units, tokens, text }) =>
    overSql(db)('settle_action', {
      p_action_id: await actionOf(db, user, key),
      p_is_done: isDone,
      p_units: units,
      p_usage: { input_tokens: tokens, output_tokens: tokens, latency_ms: 5 },
      p_delivered_bytes: text,
    }),
  check: ({ db, user }, { amount, ip }) =>
    within(overSql(db), 'check_allowance', {
      p_user_id: user,
      p_meter: CHECKED_METER,
      p_ip: address(ip),
      p_amount: amount,
    }),
  look: ({ db, user }) => overSql(db)('read_entitlements', { p_user_id: user }),
};

/** Calls what counts; nothing that is let through may be beyond its limits. */
async function within(call: Call, name: string, args: Record<string, unknown>) {
  const { limits } = (await call(name, args)) as { limits: LimitState[] };
  for (const limit of limits) {
    if (limit.used <= limit.allowance || limit.window === 'request') continue;
    throw new Error(`${name} went beyond a limit: ${JSON.stringify(limit)}`);
  }
  return limits;
}

/** The API key that each of the people has. */
export function keyHashOf(user: string): string {
  return createHash('sha256').update(user).digest('hex');
}

function address(nr: number): string {
  return `203.0.113.${nr}`;
}

async function turnOf(db: Queryable, user: string, call: { key: number; isStale: boolean }) {
  const { rows } = await db.query(
    `select id as turn_id, attempt from public.turns
     where user_id = $1 and client_message_id = $2`,
    [user, `m${call.key}`],
  );
  const { turn_id = crypto.randomUUID(), attempt = 1 } = rows[0] ?? {};
  return { turn_id, attempt: call.isStale ? attempt - 1 : attempt };
}

async function actionOf(db: Queryable, user: string, key: number): Promise<string> {
  const text = 'select id from public.actions where user_id = $1 and client_key = $2';
  return (await db.query(text, [user, `a${key}`])).rows[0]?.id ?? crypto.randomUUID();
}
