// The stand-in of OpenAI connects and hangs up talks, seen by the unmodified openai package.
import OpenAI from 'openai';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from '../../local/ports.ts';
import { startUpstreams, type Upstreams } from '../../local/upstreams/start-upstreams.ts';
import { OFFER } from '../support/voice.ts';

const apiKey = 'sk-test-0123456789abcdef';
let stand: Upstreams;
let client: OpenAI;

beforeAll(async () => {
  stand = await startUpstreams({ port: await freePort(), apiKey });
  client = new OpenAI({ apiKey, baseURL: stand.urls.openai, maxRetries: 0 });
});
afterAll(() => stand.stop());

type Session = OpenAI.Realtime.RealtimeSessionCreateRequest;
const create = (session: Partial<Session> = {}, sdp = OFFER) =>
  client.realtime.calls.create({
    sdp,
    session: { type: 'realtime', model: 'gpt-realtime-2', ...session },
  });
async function createdId(session?: Partial<Session>): Promise<string> {
  const { headers } = await create(session);
  return headers.get('location')?.split('/').at(-1) ?? 'none';
}
const calls = async () =>
  (await (await fetch(new URL('/__control/calls', stand.urls.openai))).json()).calls;

test('an offer is answered with as many media, and the call is named', async () => {
  const answer = await create({ instructions: 'Brief.', audio: { output: { voice: 'coral' } } });
  expect(answer.status).toBe(201);
  expect(answer.headers.get('content-type')).toBe('application/sdp');
  expect(answer.headers.get('location')).toMatch(/^\/v1\/realtime\/calls\/rtc_[0-9a-f]{32}$/);
  const sdp = await answer.text();
  expect(sdp).toMatch(/^v=0\r\n/);
  expect(sdp.match(/^m=.*$/gm)).toEqual(OFFER.match(/^m=.*$/gm));
  expect((await calls()).at(-1)).toMatchObject({ instructions: 'Brief.', isOpen: true });
});

test('a call that is hung up is over, and not known any more', async () => {
  const id = await createdId();
  await client.realtime.calls.hangup(id);
  expect((await calls()).find((call: { id: string }) => call.id === id).isOpen).toBe(false);
  for (const unknown of [id, 'rtc_nobody'])
    await expect(client.realtime.calls.hangup(unknown)).rejects.toMatchObject({
      status: 404,
      code: 'call_id_not_found',
    });
});

test('a call may refuse to end as often as it is told to', async () => {
  const id = await createdId({ instructions: '[[hangup_status=503 hangup_times=1]]' });
  await expect(client.realtime.calls.hangup(id)).rejects.toMatchObject({ status: 503 });
  await client.realtime.calls.hangup(id);
});

test.each([
  ['a model that does not talk', { model: 'gpt-4.1-mini' }, OFFER, 404],
  ['a voice that there is not', { audio: { output: { voice: 'hal' } } }, OFFER, 400],
  ['an argument that there is not', { temperature: 1 } as Partial<Session>, OFFER, 400],
  ['a directive for an error', { instructions: 'You are Testa. [[status=429]]' }, OFFER, 429],
  ['an offer without sound', {}, 'v=0\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\n', 400],
  ['what is no offer', {}, 'hello', 400],
])('%s is refused as OpenAI does', async (_, session, sdp, status) => {
  const before = (await calls()).length;
  await expect(create(session, sdp)).rejects.toMatchObject({ status });
  expect(await calls()).toHaveLength(before);
});
