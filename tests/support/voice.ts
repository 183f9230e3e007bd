// voice: talks with a character, by SQL and over the functions, with time that passes on request.
import { giveMembership, makePlan } from './membership.ts';
import { type Call, makeCharacter, makePerson } from './turn.ts';
import type { Queryable } from './wallet.ts';

/** What a minute costs, and how many seconds that is, unless a test offers something else. */
export const MINUTE = { credits: 150, per: 60 };

export interface Talk {
  session_id: string;
  is_repeat: boolean;
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

/** A character with a voice; its prompt may have directives for OpenAI's stand-in. */
export async function makeSpeaker(
  db: Queryable,
  { voice = 'marin', prompt = 'You are Testa.' }: { voice?: string | null; prompt?: string } = {},
): Promise<string> {
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

/** open_voice. */
export async function openTalk(call: Call, p_session_id: string): Promise<VoiceReceipt> {
  return (await call('open_voice', { p_session_id })) as VoiceReceipt;
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
