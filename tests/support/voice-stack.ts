// voice-stack: talks over the functions and the Data API, on a stack of one test file's own: what a
// minute costs is the whole product's.
import { beforeAll } from 'vitest';
import type { StackOptions } from '../../local/stack.ts';
import type { VoiceReceipt } from '../../shared/contracts/voice.ts';
import { offerAction } from './action.ts';
import { type OwnStack, ownStack, type Somebody } from './own-stack.ts';
import { letTalk, MINUTE, makeSpeaker } from './voice.ts';
import { grant, readCredits } from './wallet.ts';

export interface AskedOverHttp {
  chat?: string;
  id?: string;
  character?: string;
}

export interface VoiceStack {
  own: OwnStack;
  /** Somebody with exactly so many credits, whose plan has these features. */
  talker(credits?: number, features?: string[]): Promise<Somebody>;
  /** Asks for a talk; a new one in a new conversation unless told otherwise. */
  start(who: Somebody | undefined, asked?: AskedOverHttp): ReturnType<OwnStack['call']>;
  /** The same, which must work. */
  started(
    who: Somebody,
    asked?: AskedOverHttp,
  ): Promise<{ receipt: VoiceReceipt; client_secret: { value: string; expires_at: number } }>;
  rpc(
    who: Somebody,
    name: 'renew_voice' | 'end_voice',
    session: string,
  ): Promise<{ receipt: VoiceReceipt; error: { message: string; details: string } | null }>;
  creditsOf(who: Somebody): Promise<{ left: number; held: number }>;
  /** What OpenAI's stand-in was asked for a secret, with this in the body. */
  askedOfOpenai(contains: string): Promise<AskedSecret[]>;
}

export interface AskedSecret {
  headers: Record<string, string>;
  body: { expires_after: object; session: { instructions: string } };
}

/** Starts the stack, where a minute of talking is on offer at 150 credits. */
export function voiceStack(options: StackOptions = {}): VoiceStack {
  const own = ownStack(options);
  let speaker: string;
  beforeAll(async () => {
    await offerAction(own.pool, 'voice', MINUTE);
    speaker = await makeSpeaker(own.pool);
  });

  const start: VoiceStack['start'] = (who, asked = {}) => {
    const { chat = crypto.randomUUID(), id = crypto.randomUUID(), character = speaker } = asked;
    return own.call(who, 'POST', `chat/${chat}/voice`, { id, character });
  };
  return {
    own,
    start,
    async talker(credits = 1000, features = ['voice']) {
      const person = await own.signUp();
      await letTalk(own.pool, person.id, features);
      await own.pool.query('select private.open_wallet($1)', [person.id]);
      const { plan, bought } = await readCredits(own.pool, person.id);
      await own.pool.query(
        `select private.settle(hold.id, $2)
         from private.hold($1, $2, 'test:' || $1::uuid, 'test', '1 minute') as hold`,
        [person.id, plan + bought],
      );
      if (credits > 0) await grant(own.pool, person.id, 'wallet_bought', credits);
      return person;
    },
    async started(who, asked) {
      const { status, body } = await start(who, asked);
      if (status !== 200) throw new Error(`No talk: ${status} ${JSON.stringify(body)}`);
      return body;
    },
    async rpc({ client }, name, p_session_id) {
      const { data, error } = await client.rpc(name, { p_session_id });
      return { receipt: data as unknown as VoiceReceipt, error };
    },
    async creditsOf({ id }) {
      const { plan, bought, held } = await readCredits(own.pool, id);
      return { left: plan + bought, held };
    },
    async askedOfOpenai(contains) {
      const address = new URL('/__control/requests', own.stack.openaiUrl);
      const filter = { path: '/v1/realtime/client_secrets', contains };
      address.search = new URLSearchParams(filter).toString();
      return (await (await fetch(address)).json()).requests;
    },
  };
}
