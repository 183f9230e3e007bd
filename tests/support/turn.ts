// turn: the verbs of a turn, as the chat function calls them, over the Data API or by SQL.
import type { PostgrestError } from '@supabase/supabase-js';
import type { Client } from './person.ts';
import type { Queryable } from './wallet.ts';

/** Calls one SQL function of schema public; rejects with `code`, `message` and `details`. */
export type Call = (name: string, args: Record<string, unknown>) => Promise<unknown>;

/** Calls over the Data API, as whom the client's key says. */
export function overDataApi(client: Client): Call {
  return async (name, args) => {
    const { data, error } = await client.rpc(name as never, args as never);
    if (error) throw error;
    return data;
  };
}

/** Calls by SQL, as whom the connection is; errors look as the Data API's. */
export function overSql(db: Queryable): Call {
  return async (name, args) => {
    const parameters = Object.keys(args).map((key, index) => `${key} => $${index + 1}`);
    const text = `select public.${name}(${parameters}) as result`;
    try {
      return (await db.query(text, Object.values(args))).rows[0].result;
    } catch (error) {
      const { detail } = error as { detail?: string };
      throw Object.assign(error as Error, { details: detail });
    }
  };
}

export type Refusal = Pick<PostgrestError, 'code' | 'message' | 'details'>;

/** The error a call ends with; fails when there is none. */
export async function refusalOf(call: Promise<unknown>): Promise<Refusal> {
  try {
    await call;
  } catch (error) {
    return error as Refusal;
  }
  throw new Error('The call was not refused.');
}

export interface Context {
  turn_id: string;
  attempt: number;
  is_repeat: boolean;
  conversation_id: string;
  assistant_message_id: string;
  ui_message_id: string;
  held_credits: number;
  model: string;
  temperature: number;
  max_output_tokens: number;
  system_prompt: string | null;
  messages: { role: 'user' | 'assistant'; content: string }[];
}

export interface Receipt {
  turn_id: string;
  state: 'streaming' | 'complete' | 'stopped' | 'interrupted' | 'failed';
  held_credits: number;
  charged_credits: number;
  refunded_credits: number;
  available_credits: number;
  input_tokens: number | null;
  output_tokens: number | null;
  finish_reason: string | null;
  error_code: string | null;
}

export interface Asked {
  user: string;
  character?: string | null;
  chat?: string;
  message?: string;
  text?: string;
}

/** begin_turn; a new message in a new chat unless told otherwise. */
export async function begin(call: Call, asked: Asked): Promise<Context> {
  const { chat = crypto.randomUUID(), message = crypto.randomUUID(), text = 'Hello' } = asked;
  return (await call('begin_turn', {
    p_user_id: asked.user,
    p_chat_id: chat,
    p_client_message_id: message,
    p_text: text,
    p_character: asked.character ?? null,
  })) as Context;
}

export interface Ending {
  state?: string;
  text?: string;
  finishReason?: string | null;
  errorCode?: string | null;
  inputTokens?: number | null;
  cachedInputTokens?: number | null;
  outputTokens?: number | null;
  /** As record_moderation takes them, over SQL. */
  verdicts?: object[];
}

/** settle_turn; complete with a text unless told otherwise. */
export async function end(
  call: Call,
  { turn_id, attempt }: Pick<Context, 'turn_id' | 'attempt'>,
  ending: Ending = {},
): Promise<Receipt> {
  const {
    wants: _,
    answer: _answer,
    ...receipt
  } = (await call('settle_turn', {
    p_turn_id: turn_id,
    p_attempt: attempt,
    p_state: ending.state ?? 'complete',
    p_text: ending.text ?? 'A whole answer.',
    p_finish_reason: ending.finishReason ?? null,
    p_error_code: ending.errorCode ?? null,
    p_usage: {
      input_tokens: ending.inputTokens ?? null,
      cached_input_tokens: ending.cachedInputTokens ?? null,
      output_tokens: ending.outputTokens ?? null,
    },
    ...(ending.verdicts ? { p_verdicts: JSON.stringify(ending.verdicts) } : {}),
  })) as Receipt & { wants: string[]; answer: unknown };
  return receipt;
}

/** checkpoint_turn; whether the turn goes on. */
export async function checkpoint(
  call: Call,
  { turn_id, attempt }: Pick<Context, 'turn_id' | 'attempt'>,
  text: string,
): Promise<boolean> {
  const args = { p_turn_id: turn_id, p_attempt: attempt, p_text: text };
  return (await call('checkpoint_turn', args)) === 'streaming';
}

/** read_turn. */
export async function read(
  call: Call,
  turnId: string,
): Promise<{ state: string; text: string; receipt: Receipt } | null> {
  return (await call('read_turn', { p_turn_id: turnId })) as Awaited<ReturnType<typeof read>>;
}

/** A person as sign-up makes them, by SQL and without a session, with exactly these credits. */
export async function makePerson(db: Queryable, credits: number): Promise<string> {
  const id = crypto.randomUUID();
  await db.query(
    `insert into auth.users (id, email, aud, role)
     values ($1, $2, 'authenticated', 'authenticated')`,
    [id, `${id}@parley.test`],
  );
  const { rows } = await db.query(
    `select $2::bigint - sum(balance) as missing from private.ledger_account where owner_id = $1`,
    [id, credits],
  );
  const missing = Number(rows[0].missing);
  const key = `test:${id}`;
  if (missing > 0) {
    await db.query(`select private.grant_credits($1, $2, $3, 'test')`, [id, missing, key]);
  } else if (missing < 0) {
    await db.query(
      `select private.settle(hold.id, $2)
       from private.hold($1, $2, $3, 'test', '1 minute') as hold`,
      [id, -missing, key],
    );
  }
  return id;
}

export interface CharacterOptions {
  price?: number;
  maxOutputTokens?: number;
  contextMessages?: number;
  isPremium?: boolean;
}

/** A published character of one test file; returns its slug. */
export async function makeCharacter(
  db: Queryable,
  { price = 10, maxOutputTokens = 100, contextMessages = 20, isPremium = false }: CharacterOptions,
): Promise<string> {
  const { rows } = await db.query(
    `with card as (
       insert into public.characters (slug, name, tagline, greeting, category, model, status,
         credit_price, max_output_tokens, context_messages, is_premium)
       values ($1, 'Testa', 'Is tested.', 'Hello.', 'test', 'gpt-4.1-mini', 'published',
         $2, $3, $4, $5)
       returning id, slug
     ), prompt as (
       insert into private.character_prompt (character_id, system_prompt)
       select id, 'You are Testa.' from card
     )
     select slug from card`,
    [`test-${crypto.randomUUID()}`, price, maxOutputTokens, contextMessages, isPremium],
  );
  return rows[0].slug;
}

/** Ends the lease of a turn, as if its worker had been silent for longer. */
export async function expireTurn(db: Queryable, turnId: string): Promise<void> {
  await db.query(
    `update private.ledger_hold set expires_at = now() - interval '1 second'
     where id = (select hold_id from public.turns where id = $1) and state = 'held'`,
    [turnId],
  );
}

/** The sweep of every minute, now; returns how many it closed. */
export async function sweep(db: Queryable): Promise<number> {
  return (await db.query('select private.sweep_holds() as swept')).rows[0].swept;
}
