// The stand-in of OpenAI gives secrets for talks, seen by the unmodified openai package.
import OpenAI from 'openai';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from '../../local/ports.ts';
import { startUpstreams, type Upstreams } from '../../local/upstreams/start-upstreams.ts';

const apiKey = 'sk-test-0123456789abcdef';
let stand: Upstreams;
let client: OpenAI;

beforeAll(async () => {
  stand = await startUpstreams({ port: await freePort(), apiKey });
  client = new OpenAI({ apiKey, baseURL: stand.urls.openai, maxRetries: 0 });
});
afterAll(() => stand.stop());

type Session = OpenAI.Realtime.RealtimeSessionCreateRequest;
const create = (session: Partial<Session> = {}, seconds?: number) =>
  client.realtime.clientSecrets.create({
    ...(seconds === undefined ? {} : { expires_after: { anchor: 'created_at', seconds } }),
    session: { type: 'realtime', model: 'gpt-realtime-2', ...session },
  });

test('a secret comes with the session that it opens, and is another one each time', async () => {
  const session = { instructions: 'Be brief.', audio: { output: { voice: 'coral' } } };
  const made = await create(session, 60);
  expect(made.value).toMatch(/^ek_[0-9a-f]{32}$/);
  expect(made.expires_at * 1000 - Date.now()).toBeLessThan(61_000);
  expect(made.session).toMatchObject({
    object: 'realtime.session',
    type: 'realtime',
    model: 'gpt-realtime-2',
    instructions: 'Be brief.',
    audio: { output: { voice: 'coral' } },
  });
  expect((await create(session)).value).not.toBe(made.value);
});

test.each([
  ['a model that does not talk', { model: 'gpt-4.1-mini' }, 404],
  ['a voice that there is not', { audio: { output: { voice: 'hal' } } }, 400],
  ['an argument that there is not', { temperature: 1 } as Partial<Session>, 400],
  ['a directive for an error', { instructions: 'You are Testa. [[status=429]]' }, 429],
])('%s is refused as OpenAI does', async (_, session, status) => {
  await expect(create(session)).rejects.toMatchObject({ status });
});

test('a secret that would last too short or too long is refused', async () => {
  for (const seconds of [9, 7201])
    await expect(create({}, seconds)).rejects.toMatchObject({ status: 400 });
});
