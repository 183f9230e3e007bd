// voice-stack: talks over the functions and the Data API, on a stack of one test file's own: what a
// minute costs is the whole product's.
import { beforeAll } from 'vitest';
import type { StackOptions } from '../../local/stack.ts';
import type { VoiceReceipt } from '../../shared/contracts/voice.ts';
import { offerAction } from './action.ts';
import { type OwnStack, ownStack, type Somebody } from './own-stack.ts';
import { letTalk, MINUTE, makeSpeaker, OFFER } from './voice.ts';
import { grant, readCredits } from './wallet.ts';

/** The worker is called at once, and each ten seconds for what is left. */
export const SOON = { timeout: 20_000 };

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
  started(who: Somebody, asked?: AskedOverHttp): Promise<{ receipt: VoiceReceipt; sdp: string }>;
  rpc(
    who: Somebody,
    name: 'renew_voice' | 'end_voice',
    session: string,
  ): Promise<{ receipt: VoiceReceipt; error: { message: string; details: string } | null }>;
  creditsOf(who: Somebody): Promise<{ left: number; held: number }>;
  /** The calls that OpenAI's stand-in was asked for, with this in the form. */
  askedOfOpenai(contains: string): Promise<AskedCall[]>;
  /** Whether each call with this in its instructions goes on at OpenAI's stand-in, oldest first. */
  goOn(contains: string): Promise<boolean[]>;
  /** Lets the worker hang up now what it would later. */
  hurry(): Promise<void>;
}

export interface AskedCall {
  headers: Record<string, string>;
  sdp: string;
  session: { instructions: string };
}

interface Form {
  sdp: string;
  session: string;
}

interface StandInCall {
  instructions: string;
  isOpen: boolean;
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
    return own.call(who, 'POST', `chat/${chat}/voice`, {
      ...{ id, character },
      sdp: OFFER,
    });
  };
  const control = async (path: string, query: Record<string, string> = {}) => {
    const address = new URL(`/__control/${path}`, own.stack.openaiUrl);
    address.search = new URLSearchParams(query).toString();
    return (await fetch(address)).json();
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
      const { requests } = await control('requests', { path: '/v1/realtime/calls', contains });
      return requests.map(({ headers, body }: { headers: AskedCall['headers']; body: Form }) => ({
        ...{ headers, sdp: body.sdp },
        session: JSON.parse(body.session),
      }));
    },
    async goOn(contains) {
      const { calls } = (await control('calls')) as { calls: StandInCall[] };
      return calls
        .filter(({ instructions }) => instructions.includes(contains))
        .map(({ isOpen }) => isOpen);
    },
    async hurry() {
      await own.pool.query(`select pgmq.set_vt('hangups', msg_id, 0) from pgmq.q_hangups`);
      await own.pool.query('select private.wake_worker_if_due()');
    },
  };
}
