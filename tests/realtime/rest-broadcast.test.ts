// rest-broadcast: sending without a websocket, to one topic or to many.
import { describe, expect, it } from 'vitest';
import { ownRealtime } from './own-realtime.ts';
import { hear, join, many, privateChannel } from './room.ts';

const own = ownRealtime(`
  create policy "people listen to the desk" on realtime.messages for select to authenticated
    using (realtime.topic() like 'desk:%');
  create policy "the boss speaks at the desk" on realtime.messages for insert to authenticated
    with check (realtime.topic() like 'desk:%' and (select auth.jwt()) ->> 'title' = 'boss');
`);

async function desk() {
  const name = `desk:${crypto.randomUUID()}`;
  const [boss, clerk] = [await own.somebody({ title: 'boss' }), await own.somebody()];
  const listener = privateChannel(await own.clientOf(clerk.token), name);
  const heard = hear(listener);
  await join(listener);
  return { name, boss, clerk, heard };
}

function post(path: string, body: unknown, headers: Record<string, string> = {}) {
  return fetch(`${own.url}/realtime/v1/api/broadcast${path}`, {
    method: 'POST',
    headers: {
      apikey: own.keys.publishableKey,
      'content-type': 'application/json',
      ...headers,
    },
    body: body instanceof Uint8Array ? Buffer.from(body) : JSON.stringify(body),
  });
}

describe('one topic (httpSend)', () => {
  it('people who may send reach a private topic, with maps and with bytes', async () => {
    const { name, boss, heard } = await desk();
    const channel = privateChannel(await own.clientOf(boss.token), name);
    expect(await channel.httpSend('memo', { n: 1 })).toEqual({ success: true });
    expect(await channel.httpSend('scan', Uint8Array.of(1, 2, 3))).toEqual({ success: true });
    const [memo, scan] = await many(heard, 2);
    expect(memo).toEqual({ event: 'memo', payload: { n: 1 } });
    expect([...new Uint8Array(scan?.payload as ArrayBuffer)]).toEqual([1, 2, 3]);
  });

  it('who may not send is refused', async () => {
    const { name, clerk, heard, boss } = await desk();
    const channel = privateChannel(await own.clientOf(clerk.token), name);
    await expect(channel.httpSend('memo', {})).rejects.toThrow('Unauthorized');
    const anonymous = privateChannel(own.client(), name);
    await expect(anonymous.httpSend('memo', {})).rejects.toThrow('Unauthorized');
    await privateChannel(await own.clientOf(boss.token), name).httpSend('last', {});
    expect((await many(heard, 1)).map(({ event }) => event)).toEqual(['last']);
  });

  it('a public message does not reach the private topic of that name', async () => {
    const { name, boss, heard } = await desk();
    await own.client().channel(name).httpSend('fake', {});
    await privateChannel(await own.clientOf(boss.token), name).httpSend('last', {});
    expect((await many(heard, 1)).map(({ event }) => event)).toEqual(['last']);
  });

  it('names are decoded, and bodies that are neither JSON nor bytes refused', async () => {
    const listener = own.client().channel('a/b c');
    const heard = hear(listener);
    await join(listener);
    await own.client().channel('a/b c').httpSend('über all', {});
    expect((await many(heard, 1))[0]?.event).toBe('über all');
    const xml = await post('/x/events/y', {}, { 'content-type': 'text/xml' });
    expect([xml.status, await xml.json()]).toEqual([415, { error: 'Unsupported media type' }]);
    const broken = await post('/x/events/y', Uint8Array.of(123));
    expect(broken.status).toBe(422);
  });
});

describe('many topics', () => {
  it('each private message needs its own right, and the others still go', async () => {
    const { name, boss, clerk, heard } = await desk();
    const messages = (event: string) => ({
      messages: [
        { topic: name, event, payload: { n: 1 }, private: true },
        { topic: 'elsewhere', event, payload: {}, private: true },
      ],
    });
    for (const { token } of [clerk, boss]) {
      const answer = await post('', messages(token === boss.token ? 'boss' : 'clerk'), {
        authorization: `Bearer ${token}`,
      });
      expect([answer.status, await answer.text()]).toEqual([202, '']);
    }
    expect(await many(heard, 1)).toEqual([{ event: 'boss', payload: { n: 1 } }]);
  });

  it('a channel that is not joined sends this way by itself', async () => {
    const listener = own.client().channel('fallback');
    const heard = hear(listener);
    await join(listener);
    const sender = own.client().channel('fallback');
    expect(await sender.send({ type: 'broadcast', event: 'early', payload: {} })).toBe('ok');
    expect(await many(heard, 1)).toEqual([{ event: 'early', payload: {} }]);
  });

  it('nonsense is 422, no key and a bad token are 401', async () => {
    for (const body of [{}, { messages: [{ topic: 't' }] }, { messages: 1 }]) {
      const answer = await post('', body);
      expect([answer.status, await answer.json()]).toEqual([422, { errors: expect.any(Object) }]);
    }
    const forged = await post('', { messages: [] }, { authorization: 'Bearer x.y.z' });
    expect([forged.status, await forged.json()]).toEqual([401, { message: 'Unauthorized' }]);
    expect((await post('', { messages: [] }, { apikey: '' })).status).toBe(401);
  });
});
