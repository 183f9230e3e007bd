// turn-world: random calls on the turns of a few people, done for real on conversations of one run.
import fc from 'fast-check';
import type pg from 'pg';
import { ofVerb } from './ledger-model.ts';
import {
  begin,
  checkpoint,
  end,
  expireTurn,
  makeCharacter,
  makePerson,
  overSql,
  sweep,
} from './turn.ts';

const STATES = ['complete', 'stopped', 'interrupted', 'failed'] as const;
const PRICE = 10;
const MAX_TOKENS = 100;

/** People, chats and messages are numbers here. A stale call names an attempt that is over. */
export type TurnCall =
  | { verb: 'begin'; person: number; chat: number; message: number; text: number }
  | { verb: 'checkpoint'; person: number; message: number; isStale: boolean; text: number }
  | {
      verb: 'settle';
      person: number;
      message: number;
      isStale: boolean;
      state: (typeof STATES)[number];
      text: number;
      tokens: number | null;
    }
  | { verb: 'expire'; person: number; message: number }
  | { verb: 'sweep' }
  | { verb: 'delete'; person: number };

/** Few of everything, so that calls meet at the same turn. */
export function turnCalls(people: number, messages: number): fc.Arbitrary<TurnCall> {
  const person = fc.nat(people - 1);
  const message = fc.nat(messages - 1);
  const isStale = fc.constantFrom(false, false, false, true);
  const text = fc.constantFrom(0, 1, 40, 400);
  // A message keeps its chat and text but for a few: those are conflicts.
  const chat = fc.constantFrom(0, 0, 0, 0, 1);
  const said = fc.constantFrom(0, 0, 0, 0, 0, 0, 1);
  const ending = {
    state: fc.constantFrom(...STATES),
    tokens: fc.option(fc.nat(120), { nil: null }),
  };
  return fc.oneof(
    { weight: 160, arbitrary: ofVerb('begin', { person, chat, message, text: said }) },
    { weight: 60, arbitrary: ofVerb('checkpoint', { person, message, isStale, text }) },
    { weight: 100, arbitrary: ofVerb('settle', { person, message, isStale, text, ...ending }) },
    { weight: 60, arbitrary: ofVerb('expire', { person, message }) },
    { weight: 20, arbitrary: ofVerb('sweep', {}) },
    { weight: 4, arbitrary: ofVerb('delete', { person }) },
  );
}

export interface TurnWorld {
  people: string[];
  /** Does one call; the SQLSTATE when it was refused. */
  run(client: pg.ClientBase, call: TurnCall): Promise<string | undefined>;
}

/** New people with `credits` each, who talk to one new character. */
export async function makeTurnWorld(
  pool: pg.Pool,
  count: number,
  credits: number,
): Promise<TurnWorld> {
  const character = await makeCharacter(pool, { price: PRICE, maxOutputTokens: MAX_TOKENS });
  const people: string[] = [];
  for (let nr = 0; nr < count; nr++) people.push(await makePerson(pool, credits));

  const turnOf = async (call: { person: number; message: number; isStale?: boolean }) => {
    const { rows } = await pool.query(
      `select id as turn_id, attempt from public.turns
       where user_id = $1 and client_message_id = $2`,
      [people[call.person], `m${call.message}`],
    );
    const { turn_id = crypto.randomUUID(), attempt = 1 } = rows[0] ?? {};
    return { turn_id, attempt: call.isStale ? attempt - 1 : attempt };
  };

  async function act(client: pg.ClientBase, call: TurnCall): Promise<unknown> {
    const by = overSql(client);
    switch (call.verb) {
      case 'begin':
        return await begin(by, {
          user: people[call.person] as string,
          character,
          chat: `c${call.chat}`,
          message: `m${call.message}`,
          text: `Message ${call.message}, ${call.text}`,
        });
      case 'checkpoint':
        return await checkpoint(by, await turnOf(call), 'x'.repeat(call.text));
      case 'settle': {
        const { state, text, tokens: outputTokens } = call;
        const ending = { state, text: 'x'.repeat(text), outputTokens };
        return await end(by, await turnOf(call), ending);
      }
      case 'expire':
        return await expireTurn(pool, (await turnOf(call)).turn_id);
      case 'sweep':
        return await sweep(pool);
      case 'delete':
        return await pool.query('delete from auth.users where id = $1', [people[call.person]]);
    }
  }

  return {
    people,
    async run(client, call) {
      try {
        await act(client, call);
        return undefined;
      } catch (error) {
        const { code } = error as { code?: string };
        if (!code) throw error;
        return code;
      }
    },
  };
}
