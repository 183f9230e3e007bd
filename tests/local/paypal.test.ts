// paypal: the stand-in's REST API as our code relies on it: what it pays, remembers and refuses,
// and the faults that can be asked of it.
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../local/ports.ts';
import { startUpstreams, type Upstreams } from '../../local/upstreams/start-upstreams.ts';
import { waitUntil } from '../../local/wait-until.ts';

const CLIENT = { clientId: 'client', clientSecret: 'secret', webhookId: 'WH-1' };
let upstreams: Upstreams;
let folder: string;
let token: string;
const heard: { headers: Record<string, string>; body: string }[] = [];
/** Takes the events that the stand-in tells of. */
const endpoint = createServer((request, response) => {
  let body = '';
  request.on('data', (piece) => {
    body += piece;
  });
  request.on('end', () => {
    heard.push({ headers: request.headers as Record<string, string>, body });
    response.end();
  });
});

async function start(): Promise<void> {
  const { port: heardAt } = endpoint.address() as { port: number };
  const paypal = { ...CLIENT, webhookUrl: `http://127.0.0.1:${heardAt}/` };
  upstreams = await startUpstreams({
    ...{ port: await freePort(), apiKey: 'key' },
    paypal: { ...paypal, file: join(folder, 'paypal.json') },
  });
  token = (await ask('POST', 'v1/oauth2/token', undefined, basic('secret'))).access_token;
}

const basic = (secret: string) => `Basic ${btoa(`client:${secret}`)}`;

async function ask(
  method: string,
  path: string,
  body?: unknown,
  as = `Bearer ${token}`,
  // biome-ignore lint/suspicious/noExplicitAny: whatever it answers.
): Promise<any> {
  const answer = await fetch(`${upstreams.paypalUrl}/${path}`, {
    method,
    headers: { authorization: as, 'content-type': 'application/json' },
    ...(body ? { body: typeof body === 'string' ? body : JSON.stringify(body) } : {}),
    signal: AbortSignal.timeout(500),
  });
  const text = await answer.text();
  return { status: answer.status, ...(text ? JSON.parse(text) : {}) };
}

const payout = (id: string, receiver = 'ben@paypal.test', value = '10.00') => ({
  sender_batch_header: { sender_batch_id: id },
  items: [
    {
      ...{ recipient_type: 'EMAIL', receiver, sender_item_id: id },
      amount: { value, currency: 'USD' },
    },
  ],
});
const pay = (...args: Parameters<typeof payout>) =>
  ask('POST', 'v1/payments/payouts', payout(...args));
const batches = async () => (await ask('GET', '__control/batches')).batches;
const batchesOf = async (id: string) =>
  (await batches()).filter((each: { sender_batch_id: string }) => each.sender_batch_id === id);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-paypal-'));
  await new Promise<void>((resolve) => endpoint.listen(0, '127.0.0.1', resolve));
  await start();
});
afterAll(async () => {
  await upstreams.stop();
  endpoint.close();
  await rm(folder, { recursive: true, force: true });
});

describe('requests', () => {
  it('are refused without the client’s secret, and without a token', async () => {
    expect((await ask('POST', 'v1/oauth2/token', undefined, basic('other'))).status).toBe(401);
    expect((await ask('GET', 'v1/payments/payouts/x', undefined, 'Bearer x')).status).toBe(401);
  });

  it.each([
    ['for a batch that is not there', 404, 'GET', 'v1/payments/payouts/NONE', undefined],
    ['for an item that is not there', 404, 'GET', 'v1/payments/payouts-item/NONE', undefined],
    ['to pay nobody', 400, 'POST', 'v1/payments/payouts', { ...payout('x'), items: [] }],
    ['to pay no address', 400, 'POST', 'v1/payments/payouts', payout('x', 'nobody')],
  ])('%s are refused', async (_, status, method, path, body) => {
    expect((await ask(method, path, body)).status).toBe(status);
  });
});

describe('a payout', () => {
  it('is made once for an id: the second time it leads to the first', async () => {
    const { status, batch_header } = await pay('once');
    expect(status).toBe(201);
    const again = await pay('once');
    expect(again).toMatchObject({ status: 400, name: 'USER_BUSINESS_ERROR' });
    const { href } = again.details[0].link[0];
    expect(href).toBe(`${upstreams.paypalUrl}/v1/payments/payouts/${batch_header.payout_batch_id}`);
    expect(await batchesOf('once')).toHaveLength(1);
  });

  it('is made again for an id that is forgotten, after thirty days', async () => {
    await pay('forgotten');
    await ask('POST', '__control/forget');
    expect((await pay('forgotten')).status).toBe(201);
    expect(await batchesOf('forgotten')).toHaveLength(2);
  });

  it('is refused when there is not enough money, and takes none', async () => {
    await ask('POST', '__control/balance', { cents: 1500 });
    expect(await pay('dear', 'ben@paypal.test', '15.01')).toMatchObject({
      ...{ status: 422, name: 'INSUFFICIENT_FUNDS' },
    });
    expect((await pay('cheap', 'ben@paypal.test', '15.00')).status).toBe(201);
    await ask('POST', '__control/reset');
  });

  it.each(['SUCCESS', 'UNCLAIMED', 'BLOCKED', 'FAILED'])('ends %s on request', async (status) => {
    const { batch_header } = await pay(status, `${status.toLowerCase()}.ben@paypal.test`);
    const { items } = await ask('GET', `v1/payments/payouts/${batch_header.payout_batch_id}`);
    expect(items).toMatchObject([{ transaction_status: status }]);
  });
});

describe('an event', () => {
  it('is signed byte for byte, and verified only so', async () => {
    await pay('told', 'blocked.told@paypal.test');
    const event = await waitUntil('the event', async () =>
      heard.find(({ body }) => body.includes('blocked.told')),
    );
    const verify = async (body: string, webhookId = CLIENT.webhookId) => {
      const header = (name: string) => event.headers[`paypal-transmission-${name}`];
      const fields = JSON.stringify({
        ...{ transmission_id: header('id'), transmission_time: header('time') },
        ...{ transmission_sig: header('sig'), webhook_id: webhookId },
      });
      const text = `${fields.slice(0, -1)},"webhook_event":${body}}`;
      const path = 'v1/notifications/verify-webhook-signature';
      return (await ask('POST', path, text)).verification_status;
    };
    expect(await verify(event.body)).toBe('SUCCESS');
    expect(await verify(event.body.replace('10.00', '90.00'))).toBe('FAILURE');
    expect(await verify(event.body, 'WH-2')).toBe('FAILURE');
  });
});

describe('a fault', () => {
  const fails = (fault: object) => ask('POST', '__control/faults', { times: 1, ...fault });

  it.each([
    ['is silent', { silent: true }],
    ['breaks off', { drop: true }],
  ])('after the batch was made and before the answer: it %s, and has paid', async (how, fault) => {
    await fails({ at: 'created', ...fault });
    await expect(pay(how)).rejects.toThrow();
    expect(await batchesOf(how)).toHaveLength(1);
    expect((await pay(how)).status).toBe(400);
    expect((await ask('GET', '__control/faults')).left).toBe(0);
  });

  it('before the batch was made has paid nothing', async () => {
    await fails({ at: 'create', status: 500 });
    expect((await pay('refused')).status).toBe(500);
    expect(await batchesOf('refused')).toEqual([]);
    expect((await pay('refused')).status).toBe(201);
  });
});

it('started again from its file it remembers what it has paid, and what it forgot', async () => {
  const { batch_header } = await pay('kept');
  await pay('lost');
  const before = await batches();
  await upstreams.stop();
  await start();
  expect(await batches()).toEqual(before);
  const again = await pay('kept');
  expect(again.details[0].link[0].href).toContain(batch_header.payout_batch_id);
  await ask('POST', '__control/forget');
  await upstreams.stop();
  await start();
  expect((await pay('lost')).status).toBe(201);
});
