// voice-off: talks where OpenAI has no key; on a stack without stand-ins.
import { expect, it } from 'vitest';
import { voiceStack } from '../support/voice-stack.ts';

const { talker, start, creditsOf } = voiceStack({ standIns: [] });

it('without a key of OpenAI there are no talks, and nothing is held', async () => {
  const anna = await talker();
  const { status, body } = await start(anna);
  expect([status, body.error.code]).toEqual([503, 'provider_not_configured']);
  expect(body.error.details).toEqual({ provider: 'openai' });
  expect(await creditsOf(anna)).toEqual({ left: 1000, held: 0 });
  expect((await anna.client.from('voice_sessions').select()).data).toEqual([]);
});
