// voice: talks with a character, by SQL and over the functions, with time that passes on request.
import type pg from 'pg';
import { callAs } from './call-as.ts';
import { giveMembership, makePlan } from './membership.ts';
import { type Call, makeCharacter, makePerson } from './turn.ts';
import type { Queryable } from './wallet.ts';

/** What a minute costs, and how many seconds that is, unless a test offers something else. */
export const MINUTE = { credits: 150, per: 60 };

/** What a device's RTCPeerConnection offers, in short. */
export const OFFER = [
  ...['v=0', 'o=- 1 2 IN IP4 127.0.0.1', 's=-', 't=0 0'],
  ...['m=audio 9 UDP/TLS/RTP/SAVPF 111', 'c=IN IP4 0.0.0.0', 'a=mid:0', 'a=setup:actpass'],
  ...['m=application 9 UDP/DTLS/SCTP webrtc-datachannel', 'c=IN IP4 0.0.0.0', 'a=mid:1', ''],
].join('\r\n');

export interface Talk {
  session_id: string;
  is_repeat: boolean;
  call_nr: number;
  model: string;
  voice: string;
  instructions: string;
}

export interface VoiceReceipt {
  session_id: string;
  state: string;
  held_seconds: number;
  held_credits: number;
  held_until: string;
  seconds_left: number | null;
  seconds: number | null;
  charged_credits: number;
  refunded_credits: number;
  available_credits: number;
  finish_reason: string | null;
  error_code: string | null;
}

/**
 * A character with a voice; its prompt may have directives for OpenAI's stand-in. Where no worker
 * is connected, as in a database alone, one that nobody hears is.
 */
export async function makeSpeaker(
  db: Queryable,
  { voice = 'marin', prompt = 'You are Testa.' }: { voice?: string | null; prompt?: string } = {},
): Promise<string> {
  await db.query(
    `select private.connect_worker('http://127.0.0.1:1/worker', 'secret')
     where not exists (select from vault.secrets where name = 'worker_url')`,
  );
  const slug = await makeCharacter(db, {});
  await db.query(
    `with prompt as (
       update private.character_prompt set system_prompt = $3
       where character_id = (select id from public.characters where slug = $1)
     )
     update public.characters set voice = $2 where slug = $1`,
    [slug, voice, prompt],
  );
  return slug;
}

/** Gives somebody a plan that has voice, and these features; returns the plan. */
export async function letTalk(db: Queryable, user: string, features = ['voice']): Promise<string> {
  const plan = await makePlan(db, { features });
  await giveMembership(db, { user, plan });
  return plan;
}

/** Somebody with so many credits, whose plan has voice. */
export async function makeTalker(db: Queryable, credits: number): Promise<string> {
  const user = await makePerson(db, credits);
  await letTalk(db, user);
  return user;
}

export interface AskedTalk {
  user: string;
  character?: string;
  chat?: string;
  key?: string;
}

/** begin_voice; a new talk in a new conversation unless told otherwise. */
export async function beginTalk(call: Call, asked: AskedTalk): Promise<Talk> {
  return (await call('begin_voice', {
    p_user_id: asked.user,
    p_chat_id: asked.chat ?? crypto.randomUUID(),
    p_client_key: asked.key ?? crypto.randomUUID(),
    p_character: asked.character ?? null,
  })) as Talk;
}

export type TalkVerb = 'renew_voice' | 'end_voice';

/** What a person does with their talk. */
export async function callTalk(
  pool: pg.Pool,
  user: string,
  verb: TalkVerb,
  session: string,
): Promise<VoiceReceipt> {
  const [row] = await callAs(pool, user, `select public.${verb}($1) as receipt`, [session]);
  return row.receipt;
}

export interface OpenedTalk {
  refusal: string | null;
  receipt: VoiceReceipt;
}

/** open_voice, with a new call at OpenAI; for the first offer unless told otherwise. */
export async function openTalk(
  call: Call,
  p_session_id: string,
  { nr = 1, id = `rtc_${crypto.randomUUID()}` }: { nr?: number; id?: string } = {},
): Promise<OpenedTalk> {
  const opened = await call('open_voice', { p_session_id, p_call_nr: nr, p_call_id: id });
  return opened as OpenedTalk;
}

/** The states of a talk's calls, in the order of their offers. */
export async function callStates(db: Queryable, session: string): Promise<string[]> {
  const text = 'select state from private.voice_call where session_id = $1 order by nr';
  return (await db.query(text, [session])).rows.map(({ state }) => state);
}

/** Lets so many seconds of a talk pass. */
export async function pass(db: Queryable, session: string, seconds: number): Promise<void> {
  await db.query(
    `update public.voice_sessions
     set created_at = created_at - $2 * interval '1 second',
       opened_at = opened_at - $2 * interval '1 second',
       held_until = held_until - $2 * interval '1 second'
     where id = $1 and ended_at is null`,
    [session, seconds],
  );
}

/** The sweep of every minute, now; returns how many it ended. */
export async function sweepTalks(db: Queryable): Promise<number> {
  return (await db.query('select private.sweep_voice() as swept')).rows[0].swept;
}
