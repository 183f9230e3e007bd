// start-voice: a talk with a character: held, then OpenAI's answer to the device's offer, then
// opened and handed out. Sound goes between the person and OpenAI from there on.
//   no answer -> the talk is given up, nothing is charged; a twin that got one keeps it open, and a
//   twin that got none gives nothing up
//   refused when it is to be opened -> nobody gets the answer, and the worker hangs up
import {
  openedVoice,
  type VoiceAnswer,
  type VoiceRequest,
  voiceContext,
  voiceReceipt,
} from '../../../shared/contracts/voice.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Caller } from '../_shared/authenticate.ts';
import { callSql } from '../_shared/database.ts';
import { judgeOpenaiFailure } from '../_shared/judge-openai-failure.ts';
import { openaiClient } from '../_shared/openai-client.ts';
import { untilDatabaseAnswers } from '../_shared/until-database-answers.ts';
import { createCall } from './create-call.ts';

/** Connects the talk of that id, new or going on; its time runs from the first answer on. */
export async function startVoice(
  caller: Caller,
  { chat, id, sdp, character }: VoiceRequest,
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
  const offered = { ...session, userId: caller.userId, sdp };
  const call = await createCall(offered, signal).catch(async (thrown) => {
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
  const made = { ...talk, p_call_nr: session.call_nr, p_call_id: call.callId };
  const opened = await untilDatabaseAnswers(() => callSql('open_voice', made, openedVoice));
  const { refusal, receipt } = opened;
  if (refusal) throw new AppError(refusal, { details: { receipt } });
  return { receipt, sdp: call.sdp };
}
