// test-character: a character's answer to an admin, also a draft's; nobody is charged.
import { z } from 'zod';
import {
  type CharacterTestAnswer,
  characterTest,
} from '../../../shared/contracts/character-tests.ts';
import { AppError } from '../../../shared/errors.ts';
import { askBriefly } from '../_shared/ask-briefly.ts';
import type { Caller } from '../_shared/authenticate.ts';
import { callSql } from '../_shared/database.ts';

/** Asks the character's model; throws `admin_required`, `provider_unavailable`. */
export async function testCharacter(
  { userId, token }: Caller,
  id: string,
  text: string,
): Promise<CharacterTestAnswer> {
  const asked = { p_id: id, p_text: text };
  const test = await callSql('begin_character_test', asked, characterTest, { asToken: token });
  const answer = await askBriefly(test, {
    instructions: test.system_prompt ?? undefined,
    messages: [{ role: 'user', content: text }],
    maxOutputTokens: test.max_output_tokens,
    temperature: test.temperature,
  }).catch((cause) => {
    if (cause instanceof AppError) throw cause;
    throw new AppError('provider_unavailable', { cause });
  });
  const usage = { p_user_id: userId, p_id: id, p_usage: answer.usage };
  await callSql('record_character_test', usage, z.null());
  const { system_prompt, model } = test;
  const { input_tokens, output_tokens, latency_ms } = answer.usage;
  return { text: answer.text, system_prompt, model, input_tokens, output_tokens, latency_ms };
}
