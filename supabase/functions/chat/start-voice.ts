// start-voice: a talk with a character: held, then a secret from OpenAI, then opened. Sound and
// words go between the person and OpenAI from there on.
//   no secret -> the talk is given up, nothing is charged; a twin that got one keeps it open, and a
//   twin that got none gives nothing up
import {
  type VoiceAnswer,
  type VoiceContext,
  type VoiceRequest,
  voiceContext,
  voiceReceipt,
} from '../../../shared/contracts/voice.ts';
import type { Caller } from '../_shared/authenticate.ts';
import { callSql } from '../_shared/database.ts';
import { workerEnds } from '../_shared/edge-runtime.ts';
import { hash } from '../_shared/hash.ts';
import { judgeOpenaiFailure } from '../_shared/judge-openai-failure.ts';
import { openaiClient } from '../_shared/openai-client.ts';
import { untilDatabaseAnswers } from '../_shared/until-database-answers.ts';

/** Only for opening the session, which may then go on for longer. */
const SECRET_SECONDS = 60;
const TIMEOUT_MS = 10_000;

/** A secret for the talk of that id, new or going on; its time runs from the first secret on. */
export async function startVoice(
  caller: Caller,
  { chat, id, character }: VoiceRequest,
  signal: AbortSignal,
): Promise<VoiceAnswer> {
  await openaiClient(); // Without a key nothing is held at all.
  const asked = {
    p_user_id: caller.userId,
    p_chat_id: chat,
    p_client_key: id,
    ...(character ? { p_character: character } : {}),
    ...(caller.ip ? { p_ip: caller.ip } : {}),
  };
  const session = await callSql('begin_voice', asked, voiceContext);
  const talk = { p_session_id: session.session_id };
  const client_secret = await createSecret(session, caller, signal).catch(async (thrown) => {
    const { error, isUp } = await judgeOpenaiFailure(thrown);
    if (session.is_repeat) throw error; // Whoever began it may still get one.
    const failed = {
      ...talk,
      p_error_code: signal.aborted ? 'caller_left' : error.code,
      ...(isUp === undefined ? {} : { p_is_up: isUp }),
    };
    await untilDatabaseAnswers(() => callSql('fail_voice', failed, voiceReceipt));
    throw error;
  });
  const receipt = await untilDatabaseAnswers(() => callSql('open_voice', talk, voiceReceipt));
  return { receipt, client_secret };
}

async function createSecret(
  { model, voice, instructions }: VoiceContext,
  { userId }: Caller,
  signal: AbortSignal,
): Promise<VoiceAnswer['client_secret']> {
  const openai = await openaiClient();
  const { value, expires_at } = await openai.realtime.clientSecrets.create(
    {
      expires_after: { anchor: 'created_at', seconds: SECRET_SECONDS },
      session: { type: 'realtime', model, instructions, audio: { output: { voice } } },
    },
    {
      // Whom OpenAI tells apart when it looks for abuse, without learning who it is.
      headers: { 'openai-safety-identifier': await hash(userId) },
      signal: AbortSignal.any([signal, workerEnds]),
      timeout: TIMEOUT_MS,
    },
  );
  return { value, expires_at };
}
