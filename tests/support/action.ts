// action: the verbs of a paid action, as an edge function calls them, and people who may do all.
import { giveMembership, makePlan } from './membership.ts';
import { type Call, makePerson } from './turn.ts';
import type { Queryable } from './wallet.ts';

/** Every kind of action, with the feature of a plan that it needs. */
export const ACTIONS = {
  completion: 'api',
  embedding: 'api',
  image: 'images',
  speech: 'speech',
  transcription: null,
  voice: 'voice',
  idea: null,
  fine_tuning: 'fine_tuning',
} as const;

export type ActionKind = keyof typeof ACTIONS;

export interface ActionReceipt {
  action_id: string;
  action: string;
  state: 'running' | 'complete' | 'failed';
  is_repeat: boolean;
  plan: string;
  model: string | null;
  units: number | null;
  held_credits: number;
  charged_credits: number;
  refunded_credits: number;
  available_credits: number;
  error_code: string | null;
  limits: unknown[];
}

export interface AskedAction {
  user: string;
  action?: string;
  key?: string;
  units?: number;
  model?: string | null;
  inputTokens?: number | null;
  outputTokens?: number | null;
}

/** begin_action; one image without a model unless told otherwise. */
export async function beginAction(call: Call, asked: AskedAction): Promise<ActionReceipt> {
  return (await call('begin_action', {
    p_user_id: asked.user,
    p_action: asked.action ?? 'image',
    p_client_key: asked.key ?? crypto.randomUUID(),
    p_units: asked.units ?? 1,
    p_model: asked.model ?? null,
    p_input_tokens: asked.inputTokens ?? null,
    p_output_tokens: asked.outputTokens ?? null,
  })) as ActionReceipt;
}

export interface ActionEnding {
  isDone?: boolean;
  units?: number | null;
  errorCode?: string | null;
  usage?: Record<string, unknown>;
}

/** settle_action; done with one unit unless told otherwise. */
export async function endAction(
  call: Call,
  { action_id }: Pick<ActionReceipt, 'action_id'>,
  { isDone = true, units = 1, errorCode = null, usage = {} }: ActionEnding = {},
): Promise<ActionReceipt> {
  return (await call('settle_action', {
    p_action_id: action_id,
    p_is_done: isDone,
    p_units: units,
    p_error_code: errorCode,
    p_usage: usage,
  })) as ActionReceipt;
}

/** Puts an action on offer: at so many credits for each so many units, or metered. */
export async function offerAction(
  db: Queryable,
  action: string,
  price: { credits: number; per: number } | 'metered',
): Promise<void> {
  const { credits, per } = price === 'metered' ? { credits: null, per: null } : price;
  await db.query(
    `insert into public.action_prices (action, pricing, credits, per) values ($1, $2, $3, $4)
     on conflict (action) do update
     set pricing = excluded.pricing, credits = excluded.credits, per = excluded.per,
       state = 'offered'`,
    [action, price === 'metered' ? 'metered' : 'fixed', credits, per],
  );
}

/** Somebody with so many credits, whose plan has every feature that an action needs. */
export async function makeMaker(db: Queryable, credits: number): Promise<string> {
  const features = [...new Set(Object.values(ACTIONS))].filter((feature) => feature !== null);
  const user = await makePerson(db, credits);
  await giveMembership(db, { user, plan: await makePlan(db, { features }) });
  return user;
}

/** Ends the lease of an action, as if its worker had been silent for longer. */
export async function expireAction(db: Queryable, actionId: string): Promise<void> {
  await db.query(
    `update private.ledger_hold set expires_at = now() - interval '1 second'
     where id = (select hold_id from public.actions where id = $1) and state = 'held'`,
    [actionId],
  );
}

/** The sweep of actions of every minute, now; returns how many it closed. */
export async function sweepActions(db: Queryable): Promise<number> {
  return (await db.query('select private.sweep_actions() as swept')).rows[0].swept;
}
