// plan-walk: somebody with a plan who goes towards one of its limits, by the verbs that count.
import { expect } from 'vitest';
import type { Limit, Plan, PlanLimit } from './catalog-plans.ts';
import { giveMembership } from './membership.ts';
import type { Moment } from './one-moment.ts';
import { type Context, end, makeCharacter, makePerson } from './turn.ts';

const ENOUGH_CREDITS = 1_000_000_000;
const MAX_OUTPUT_TOKENS = 100;

/** Testa's prompt and "Hello" are 19 bytes, three a token; and two messages of eight tokens. */
export const TOKENS_OF_TURN = 7 + 16 + MAX_OUTPUT_TOKENS;

/** What is counted by one action each, and the units that make one. */
const ACTIONS: Partial<Record<Limit['meter'], { action: string; units: number }>> = {
  api_requests: { action: 'completion', units: 1 },
  images: { action: 'image', units: 1 },
  speeches: { action: 'speech', units: 300 },
  transcriptions: { action: 'transcription', units: 60 },
  voice_minutes: { action: 'voice', units: 60 },
  ideas: { action: 'idea', units: 1 },
  fine_tunings: { action: 'fine_tuning', units: 1000 },
  embeddings: { action: 'embedding', units: 1000 },
};
const KINDS: Partial<Record<Limit['meter'], string>> = {
  audio_messages: 'audio',
  media_messages: 'media',
};

/** How a limit stands, as every answer and refusal tells it. */
export interface LimitState {
  meter: string;
  scope: string;
  window: string;
  window_seconds: number | null;
  allowance: number;
  used: number;
  left: number;
  resets_at: string | null;
  used_by_character?: Record<string, number>;
}

export interface Walk extends PlanLimit {
  moment: Moment;
  user: string;
  character: string;
  ip: string | null;
}

/** What was begun and how the walked limit stood then; nothing is open of a mere check. */
export interface Taken {
  state: LimitState | undefined;
  turn?: Context;
  actionId?: string;
}

/** A person with a plan and credits enough, and a character who answers for one credit. */
export async function startWalk(moment: Moment, walked: PlanLimit): Promise<Walk> {
  const character = await makeCharacter(moment.db, {
    price: 1,
    maxOutputTokens: MAX_OUTPUT_TOKENS,
  });
  const user = await makeMember(moment, walked.plan);
  return { ...walked, moment, user, character, ip: '203.0.113.7' };
}

/** A person with a plan and credits enough. */
export async function makeMember({ db }: Moment, plan: Plan): Promise<string> {
  const user = await makePerson(db, ENOUGH_CREDITS);
  if (plan.price.billing !== 'free') {
    await giveMembership(db, { user, plan: plan.slug, source: 'admin', startsAt: 'now' });
  }
  return user;
}

/** How much one `take` is of what the limit counts. */
export function amountOfTake({ limit }: Pick<Walk, 'limit'>): number {
  return limit.meter === 'tokens' ? TOKENS_OF_TURN : 1;
}

/** Does once what the limit counts, by the verb of the product that does it; it stays open. */
export async function take(walk: Walk, { units }: { units?: number } = {}): Promise<Taken> {
  await forgetOtherLimits(walk);
  const { moment, user, limit, character } = walk;
  const p_ip = limit.scope === 'ip' ? walk.ip : null;
  const { action, units: unitsOfOne = 1 } = ACTIONS[limit.meter] ?? {};
  if (action) {
    const result = (await moment.call('begin_action', {
      p_user_id: user,
      p_action: action,
      p_client_key: crypto.randomUUID(),
      p_units: units ?? unitsOfOne,
      p_model: walk.plan.models?.[0] ?? 'gpt-4.1-mini',
      p_ip,
    })) as { action_id: string; limits: LimitState[] };
    return { state: ofLimit(limit, result.limits), actionId: result.action_id };
  }
  if (limit.meter === 'own_characters') {
    await keepCharacter(walk);
    return { state: ofLimit(limit, await readLimits(walk, user)) };
  }
  if (limit.meter === 'uploads' || limit.meter === 'cashouts') return await check(walk, 1);
  const turn = (await moment.call('begin_turn', {
    p_user_id: user,
    p_chat_id: crypto.randomUUID(),
    p_client_message_id: crypto.randomUUID(),
    p_text: 'Hello',
    p_character: character,
    p_ip,
    p_kind: KINDS[limit.meter] ?? 'text',
  })) as Context & { limits: LimitState[] };
  return { state: ofLimit(limit, turn.limits), turn };
}

async function keepCharacter({ moment: { db, call }, user, plan }: Walk): Promise<void> {
  await db.query(`select set_config('request.jwt.claims', $1, true)`, [
    JSON.stringify({ sub: user, role: 'authenticated' }),
  ]);
  const model = plan.models?.[0] ?? 'gpt-4.1-mini';
  await call('create_character', {
    p_character: { name: 'Own', tagline: 'Own.', greeting: 'Hello.', category: 'test', model },
  });
}

export interface Finish {
  /** Something of what failed was seen: tokens are reported. */
  isSeen?: boolean;
  state?: string;
  /** What it came to in the end; all that was reserved unless told otherwise. */
  tokens?: number;
}

/** Ends what was begun, if it is anything that ends. */
export async function finish({ moment }: Walk, taken: Taken, ending: Finish = {}): Promise<void> {
  const { state = 'complete', tokens = TOKENS_OF_TURN, isSeen = false } = ending;
  const isDone = state !== 'failed';
  if (taken.actionId) {
    await moment.call('settle_action', { p_action_id: taken.actionId, p_is_done: isDone });
  }
  if (taken.turn) {
    await end(moment.call, taken.turn, {
      state,
      text: isDone ? 'An answer.' : '',
      ...(isDone || isSeen ? { inputTokens: tokens - 7, outputTokens: 7 } : {}),
    });
  }
}

/** `take`, and it is done at once: nothing is given back, and no stream stays open. */
export async function takeAndFinish(walk: Walk): Promise<Taken> {
  const taken = await take(walk);
  if (taken.turn) await finish(walk, taken);
  return taken;
}

/** Uses so much of the limit, in as few calls as the plan's other limits of the meter let. */
export async function use(walk: Walk, amount: number): Promise<void> {
  const { limit, plan } = walk;
  const others = plan.limits.filter((each) => each !== limit && each.meter === limit.meter);
  const chunk = Math.min(...others.map(({ allowance }) => allowance), amount);
  for (let left = amount; left > 0; left -= chunk) {
    await forgetOtherLimits(walk);
    const user = limit.scope === 'ip' ? await makeMember(walk.moment, plan) : walk.user;
    await check({ ...walk, user }, Math.min(chunk, left));
  }
}

async function check({ moment, user, limit, ip, character }: Walk, amount: number): Promise<Taken> {
  if (limit.scope === 'character') {
    // No verb takes many messages to a character at once.
    const { rows } = await moment.db.query(
      `select private.take_allowance((private.current_plan($1)).slug, $1, null, id,
         array[row($2::text, $3::bigint)::private.take], null) as limits
       from public.characters where slug = $4`,
      [user, limit.meter, amount, character],
    );
    return { state: ofLimit(limit, rows[0].limits) };
  }
  const { limits } = (await moment.call('check_allowance', {
    p_user_id: user,
    p_meter: limit.meter,
    p_ip: limit.scope === 'ip' ? ip : null,
    p_amount: amount,
  })) as { limits: LimitState[] };
  return { state: ofLimit(limit, limits) };
}

/** As if only the walked limit had ever been used, so that no other refuses before it. */
async function forgetOtherLimits({ moment: { db }, limit }: Walk): Promise<void> {
  const key = [limit.meter, limit.scope];
  await db.query(
    `delete from private.rate_window
     where (meter, split_part(subject, ':', 1), window_seconds) is distinct from ($1, $2, $3)`,
    [...key, limit.window_seconds],
  );
  await db.query(
    `delete from private.allowance_count
     where (meter, window_kind,
         scope_id <> '00000000-0000-0000-0000-000000000000')
       is distinct from ($1, $3, $2 = 'character')`,
    [...key, limit.window_kind],
  );
}

/** The state of a limit among many. */
export function ofLimit(limit: Limit, states: LimitState[]): LimitState | undefined {
  return states.find(
    (state) =>
      state.meter === limit.meter &&
      state.scope === limit.scope &&
      state.window === limit.window_kind &&
      (state.window_seconds ?? 0) === limit.window_seconds,
  );
}

/** The limit as the person's entitlements tell it; null for an address, which they do not list. */
export async function readLimit(walk: Walk, user = walk.user): Promise<LimitState | null> {
  const state = ofLimit(walk.limit, await readLimits(walk, user));
  if (walk.limit.scope === 'ip') {
    expect(state).toBeUndefined();
    return null;
  }
  if (!state) throw new Error(`${walk.title} is not among the entitlements.`);
  return state;
}

async function readLimits({ moment }: Walk, user: string): Promise<LimitState[]> {
  const { limits } = (await moment.call('read_entitlements', { p_user_id: user })) as {
    limits: LimitState[];
  };
  return limits;
}

/** Uses up all that the limit gives, at once; what stays open of it is returned. */
export async function exhaust(walk: Walk): Promise<Taken[]> {
  const { allowance, window_kind } = walk.limit;
  if (window_kind !== 'at_once' && window_kind !== 'kept') {
    await use(walk, allowance);
    return [];
  }
  const open: Taken[] = [];
  while (open.length < allowance) open.push(await take(walk));
  return open;
}
