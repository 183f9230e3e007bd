// lemonsqueezy: the stand-in's JSON:API as our code relies on it, and where LemonSqueezy refuses.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../local/ports.ts';
import { startUpstreams, type Upstreams } from '../../local/upstreams/start-upstreams.ts';

const KEY = 'lemon-key';
let upstreams: Upstreams;

// biome-ignore lint/suspicious/noExplicitAny: whatever it answers.
async function ask(method: string, path: string, data?: object, key = KEY): Promise<any> {
  const answer = await fetch(`${upstreams.lemonsqueezyUrl}/${path}`, {
    method,
    headers: { authorization: `Bearer ${key}` },
    ...(data ? { body: JSON.stringify(data) } : {}),
  });
  const text = await answer.text();
  return { status: answer.status, ...(text ? JSON.parse(text) : {}) };
}
const variants = Array.from({ length: 12 }, (_, index) => ({
  ...{ id: index + 1, name: `plan-${index + 1}`, unit_price: 1000 * (index + 1) },
  interval: 'month',
}));
function checkout(id: string, expires_at = new Date(Date.now() + 60_000).toISOString()) {
  return {
    data: {
      type: 'checkouts',
      attributes: {
        expires_at,
        product_options: { redirect_url: 'http://127.0.0.1/done', enabled_variants: [Number(id)] },
        checkout_options: { skip_trial: true },
        checkout_data: { custom: { order_id: 'order', user_id: 'ada' } },
      },
      relationships: {
        store: { data: { type: 'stores', id: '1' } },
        variant: { data: { type: 'variants', id } },
      },
    },
  };
}
async function click(url: string, wish = 'pay') {
  const body = new URLSearchParams({ do: wish });
  return fetch(url, { method: 'POST', body, redirect: 'manual' });
}
async function subscribe(id: string) {
  await ask('DELETE', '__control/clock');
  const { data } = await ask('POST', 'v1/checkouts', checkout(id));
  await click(data.attributes.url);
  return (await ask('GET', 'v1/subscriptions?page[size]=1')).data[0];
}

const start = async (file?: string) =>
  startUpstreams({
    ...{ port: await freePort(), apiKey: 'key' },
    lemonsqueezy: {
      ...{ apiKey: KEY, storeId: '1', webhookSecret: 'secret' },
      webhookUrl: 'http://127.0.0.1:1/nobody',
      ...(file ? { file } : {}),
    },
  });

beforeAll(async () => {
  upstreams = await start();
  await ask('POST', '__control/hold');
  await ask('PUT', '__control/variants', variants);
});
afterAll(() => upstreams.stop());

describe('requests', () => {
  it.each([
    ['without the right key', 401, 'GET', 'v1/users/me', undefined, 'other'],
    ['for what is not there', 404, 'GET', 'v1/orders/1', undefined, KEY],
    ['for an unknown resource', 404, 'GET', 'v1/unicorns', undefined, KEY],
    ['that are not complete', 422, 'POST', 'v1/checkouts', { data: {} }, KEY],
  ])('%s are refused as JSON:API says', async (_, status, method, path, body, key) => {
    const answer = await ask(method, path, body, key);
    expect(answer).toMatchObject({ status, errors: [{ status: String(status) }] });
  });

  it('list pages, of those that a filter wants', async () => {
    const page = await ask('GET', 'v1/prices?page[size]=5&page[number]=3');
    expect(page.data).toHaveLength(2);
    expect(page.meta.page).toEqual({ currentPage: 3, lastPage: 3, perPage: 5, total: 12 });
    const { data } = await ask('GET', 'v1/prices?filter[variant_id]=7');
    expect(data).toMatchObject([{ attributes: { unit_price: 7000 } }]);
  });
});

describe('a checkout', () => {
  it('is paid by a click, tells of it, and leads back; a declined card buys nothing', async () => {
    const { data } = await ask('POST', 'v1/checkouts', checkout('2'));
    const { url } = data.attributes;
    expect(await (await fetch(url)).text()).toContain('$20.00');
    expect((await click(url, 'decline')).headers.get('location')).toBe('?declined');
    expect((await ask('GET', '__control/events')).events).toEqual([]);
    expect((await click(url)).headers.get('location')).toBe('http://127.0.0.1/done');
    const { events } = await ask('GET', '__control/events');
    expect(events.map(({ name }: { name: string }) => name)).toEqual([
      'order_created',
      'subscription_created',
      'subscription_payment_success',
      'subscription_updated',
    ]);
    const metas = events.map(({ body }: { body: string }) => JSON.parse(body).meta.custom_data);
    expect(metas[0]).toEqual({ order_id: 'order', user_id: 'ada' });
    expect(metas[2]).toBeUndefined();
  });

  it('that has expired is not paid any more', async () => {
    const past = new Date(Date.now() - 1000).toISOString();
    const { data } = await ask('POST', 'v1/checkouts', checkout('2', past));
    expect((await click(data.attributes.url)).status).toBe(410);
  });
});

describe('a subscription', () => {
  it('is cancelled, resumed, and gone when its time is over', async () => {
    const { id } = await subscribe('1');
    const patch = (attributes: object) =>
      ask('PATCH', `v1/subscriptions/${id}`, { data: { attributes } });
    expect((await patch({ cancelled: true })).data.attributes.status).toBe('cancelled');
    expect((await patch({ cancelled: false })).data.attributes.ends_at).toBeNull();
    await ask('DELETE', `v1/subscriptions/${id}`);
    await ask('POST', '__control/clock', { days: 40 });
    expect((await ask('GET', `v1/subscriptions/${id}`)).data.attributes.status).toBe('expired');
    expect(await patch({ cancelled: false })).toMatchObject({ status: 422 });
  });

  it('of a dearer variant charges what is left of the period, or from the renewal on', async () => {
    const { id } = await subscribe('1');
    const invoices = async () =>
      (await ask('GET', `v1/subscription-invoices?filter[subscription_id]=${id}`)).data.map(
        ({ attributes }: { attributes: { total: number } }) => attributes.total,
      );
    const patch = (attributes: object) =>
      ask('PATCH', `v1/subscriptions/${id}`, { data: { attributes } });
    await patch({ variant_id: 3, invoice_immediately: true });
    expect(await invoices()).toEqual([2000, 1000]);
    await patch({ variant_id: 9, disable_prorations: true });
    expect(await invoices()).toEqual([2000, 1000]);
    await ask('POST', '__control/clock', { days: 32 });
    expect(await invoices()).toEqual([9000, 2000, 1000]);
  });
});

it('an account in a file is there again after a restart', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'parley-lemonsqueezy-'));
  const others = upstreams;
  upstreams = await start(join(folder, 'account.json'));
  await ask('POST', '__control/hold');
  await ask('PUT', '__control/variants', variants);
  const bought = await subscribe('5');
  await upstreams.stop();
  upstreams = await start(join(folder, 'account.json'));
  const found = await ask('GET', `v1/subscriptions/${bought.id}`);
  expect(found.data).toEqual(bought);
  await ask('POST', '__control/hold');
  expect(Number((await subscribe('6')).id)).toBeGreaterThan(Number(bought.id));
  await upstreams.stop();
  upstreams = others;
  await rm(folder, { recursive: true });
});
