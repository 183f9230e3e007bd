// gateway-keys: who may pass the gateway, and as whom.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Gateway } from '../../local/gateway/start-gateway.ts';
import { createKeys } from '../../local/keys.ts';
import {
  type RecordingService,
  type Seen,
  sendRaw,
  startRecordingGateway,
  startRecordingService,
} from './recording-service.ts';

const keys = await createKeys();
const userJwt = 'Bearer header.payload.signature';
const asAnon = `Bearer ${keys.anonKey}`;
const asService = `Bearer ${keys.serviceRoleKey}`;

let service: RecordingService;
let gateway: Gateway;

beforeAll(async () => {
  service = await startRecordingService();
  gateway = await startRecordingGateway(service, keys);
});

afterAll(async () => {
  await gateway.stop();
  service.stop();
});

async function see(path: string, init: RequestInit = {}): Promise<Seen> {
  const response = await fetch(gateway.url + path, init);
  expect(response.status).toBe(200);
  return (await response.json()) as Seen;
}

describe('what a service gets as Authorization', () => {
  const { publishableKey, secretKey, anonKey, serviceRoleKey } = keys;
  it.each([
    ['publishable key', { apikey: publishableKey }, asAnon],
    ['secret key', { apikey: secretKey }, asService],
    ['legacy anon key', { apikey: anonKey }, asAnon],
    ['legacy service_role key', { apikey: serviceRoleKey }, asService],
    ['publishable key twice', both(publishableKey, `Bearer ${publishableKey}`), asAnon],
    ['secret key twice', both(secretKey, `Bearer ${secretKey}`), asService],
    ['legacy key twice', both(anonKey, asAnon), asAnon],
    ["a user's JWT and the publishable key", both(publishableKey, userJwt), userJwt],
    ["a user's JWT and the secret key", both(secretKey, userJwt), userJwt],
    ["a user's JWT and a legacy key", both(anonKey, userJwt), userJwt],
    ['publishable key, secret key as token', both(publishableKey, `Bearer ${secretKey}`), asAnon],
  ])('%s', async (_, headers, expected) => {
    expect((await see('/rest/v1/things', { headers })).headers.authorization).toBe(expected);
    expect((await see('/auth/v1/user', { headers })).headers.authorization).toBe(expected);
  });

  it('the key may be in the query, which the Data API does not see', async () => {
    const seen = await see(`/rest/v1/things?id=eq.1&apikey=${publishableKey}`);
    expect([seen.url, seen.headers.authorization]).toEqual(['/things?id=eq.1', asAnon]);
  });

  it('edge functions see what the caller sent, whatever it is', async () => {
    const headers = both('anything', 'Bearer sb_publishable_x');
    const seen = await see('/functions/v1/chat/turns?a=1', { headers });
    expect(seen.url).toBe('/chat/turns?a=1');
    expect(seen.headers).toMatchObject({ ...headers, 'x-forwarded-prefix': '/functions/v1' });
    expect((await see('/functions/v1/chat')).headers).not.toHaveProperty('authorization');
  });
});

describe('who may pass', () => {
  it.each([
    ['/rest/v1/things'],
    ['/auth/v1/user'],
    ['/graphql/v1'],
    ['/realtime/v1/api/broadcast'],
  ])('%s takes no request without a key, and none with a wrong one', async (path) => {
    const missing = await fetch(gateway.url + path, { headers: { authorization: userJwt } });
    expect([missing.status, missing.headers.get('sb-error-code')]).toEqual([
      401,
      'UNAUTHORIZED_MISSING_API_KEY',
    ]);
    expect(await missing.json()).toMatchObject({ message: 'No API key found in request' });
    const wrong = await fetch(gateway.url + path, { headers: { apikey: 'sb_secret_wrong' } });
    expect([wrong.status, await wrong.json()]).toMatchObject([401, { message: 'Invalid API key' }]);
  });

  it.each([
    ['/auth/v1/verify?token=x&type=signup'],
    ['/auth/v1/callback'],
    ['/auth/v1/authorize?provider=github'],
    ['/auth/v1/.well-known/jwks.json'],
  ])('%s is open', async (path) => {
    expect((await see(path)).headers).not.toHaveProperty('authorization');
  });

  it('a browser may not use the secret key', async () => {
    const headers = { apikey: keys.secretKey, 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64)' };
    const refused = await fetch(`${gateway.url}/rest/v1/things`, { headers });
    expect([refused.status, await refused.json()]).toEqual([
      401,
      { message: 'Forbidden use of secret API key in browser' },
    ]);
    await see('/rest/v1/things', { headers: { ...headers, apikey: keys.publishableKey } });
  });

  it('an open path is no way round to others', async () => {
    const headers = ['connection: close', `authorization: ${userJwt}`];
    const raw = await sendRaw(gateway.url, '/auth/v1/verify/../admin/users', headers);
    expect(raw).toMatch(/^HTTP\/1.1 401 .*No API key/s);
  });
});

function both(apikey: string, authorization: string): Record<string, string> {
  return { apikey, authorization };
}
