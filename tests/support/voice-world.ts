// voice-world: random calls on the talks of a few people, with time that passes and workers that
// die between two of their calls.
import fc from 'fast-check';
import type pg from 'pg';
import { callAs } from './call-as.ts';
import { ofVerb } from './ledger-model.ts';
import { makePerson, overSql, sweep } from './turn.ts';
import { beginTalk, letTalk, makeSpeaker, openTalk, pass, sweepTalks } from './voice.ts';

/**
 * People and keys are numbers here. A call is for the newest talk of its person, a stale one for
 * the talk before. A worker that dies calls nothing after `start`.
 */
export type VoiceCall =
  | { verb: 'start'; person: number; key: number }
  | { verb: 'open'; person: number; isStale: boolean }
  | { verb: 'fail'; person: number; isStale: boolean }
  | { verb: 'renew'; person: number; isStale: boolean }
  | { verb: 'end'; person: number; isStale: boolean }
  | { verb: 'pass'; person: number; seconds: number }
  | { verb: 'sweep' }
  | { verb: 'suspend'; person: number }
  | { verb: 'delete'; person: number };

/** Few of everything, so that calls meet at the same talk. */
export function voiceCalls(people: number, keys: number): fc.Arbitrary<VoiceCall> {
  const person = fc.nat(people - 1);
  const at = { person, isStale: fc.constantFrom(false, false, false, false, true) };
  return fc.oneof(
    { weight: 60, arbitrary: ofVerb('start', { person, key: fc.nat(keys - 1) }) },
    { weight: 110, arbitrary: ofVerb('open', at) },
    { weight: 14, arbitrary: ofVerb('fail', at) },
    { weight: 140, arbitrary: ofVerb('renew', at) },
    { weight: 14, arbitrary: ofVerb('end', at) },
    {
      weight: 80,
      arbitrary: ofVerb('pass', {
        person,
        seconds: fc.constantFrom(1, 20, 35, 35, 35, 35, 45, 100),
      }),
    },
    { weight: 20, arbitrary: ofVerb('sweep', {}) },
    { weight: 6, arbitrary: ofVerb('suspend', { person }) },
    { weight: 1, arbitrary: ofVerb('delete', { person }) },
  );
}

export interface VoiceWorld {
  people: string[];
  /** Does one call; the SQLSTATE when it was refused. */
  run(client: pg.ClientBase, call: VoiceCall): Promise<string | undefined>;
  /** Lets all time pass, and sweeps. */
  finish(): Promise<void>;
}

/** New people with these credits and a plan with voice, and a character that they talk to. */
export async function makeVoiceWorld(
  pool: pg.Pool,
  credits: readonly number[],
): Promise<VoiceWorld> {
  const character = await makeSpeaker(pool);
  const people: string[] = [];
  for (const each of credits) {
    const user = await makePerson(pool, each);
    await letTalk(pool, user);
    people.push(user);
  }
  const personOf = ({ person }: { person: number }) => people[person] as string;

  async function sessionOf(call: { person: number; isStale: boolean }): Promise<string> {
    const { rows } = await pool.query(
      'select id from public.voice_sessions where user_id = $1 order by created_at desc limit 2',
      [personOf(call)],
    );
    return rows[call.isStale ? 1 : 0]?.id ?? crypto.randomUUID();
  }
  async function offersOf(session: string): Promise<number> {
    const text = 'select call_nr from public.voice_sessions where id = $1';
    return (await pool.query(text, [session])).rows[0]?.call_nr ?? 1;
  }
  async function act(client: pg.ClientBase, call: VoiceCall): Promise<unknown> {
    const by = overSql(client);
    switch (call.verb) {
      case 'start': {
        const key = `k${call.key}`;
        return await beginTalk(by, { user: personOf(call), character, chat: 'c', key });
      }
      case 'open': {
        const session = await sessionOf(call);
        const nr = await offersOf(session);
        return await openTalk(by, session, { nr, id: `rtc_${session}_${nr}` });
      }
      case 'fail': {
        const failed = { p_session_id: await sessionOf(call), p_error_code: 'test' };
        return await by('fail_voice', failed);
      }
      case 'renew':
      case 'end': {
        const text = `select public.${call.verb}_voice($1)`;
        return await callAs(pool, personOf(call), text, [await sessionOf(call)]);
      }
      case 'pass': {
        const { rows } = await pool.query(
          'select id from public.voice_sessions where user_id = $1 and ended_at is null',
          [personOf(call)],
        );
        for (const { id } of rows) await pass(pool, id, call.seconds);
        return undefined;
      }
      case 'sweep':
        return await sweepTalks(pool);
      case 'suspend':
        for (const status of ['suspended', 'active'])
          await pool.query('update public.profiles set status = $2 where id = $1', [
            ...[personOf(call), status],
          ]);
        return undefined;
      case 'delete':
        return await pool.query('delete from auth.users where id = $1', [personOf(call)]);
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
    async finish() {
      await pool.query(
        `update public.voice_sessions
         set opened_at = opened_at - interval '1 day', created_at = created_at - interval '1 day',
           held_until = held_until - interval '1 day'
         where user_id = any ($1) and ended_at is null`,
        [people],
      );
      // Of deleted people only the holds are there.
      await pool.query(
        `update private.ledger_hold set expires_at = now() - interval '1 second'
         where owner_id = any ($1) and state = 'held'`,
        [people],
      );
      await sweepTalks(pool);
      await sweep(pool);
    },
  };
}
