// auth-sessions: from sign-up to sign-out, as supabase-js does it.
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readInbox } from '../../local/mail/read-inbox.ts';
import { type Api, startApi } from './start-api.ts';

const password = 'correct horse';
let api: Api;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

describe('signing up', () => {
  it('a person confirms the code from the inbox and is signed in', async () => {
    const [client, email] = [api.client(), newEmail()];
    const data = { username: 'ada' };
    const signedUp = await client.auth.signUp({ email, password, options: { data } });
    expect(signedUp.error).toBeNull();
    expect(signedUp.data.session).toBeNull();
    expect(signedUp.data.user).toMatchObject({ email, user_metadata: data });

    const early = await client.auth.signInWithPassword({ email, password });
    expect(errorOf(early)).toEqual([400, 'email_not_confirmed']);
    const guess = await client.auth.signInWithPassword({ email, password: 'not the password' });
    expect(errorOf(guess)).toEqual([400, 'invalid_credentials']);

    const { subject, text, html } = await readInbox(api.inboxUrl, email);
    expect(subject).toBe('Confirm your e-mail address');
    expect(html).toContain(`You signed up with ${email}`);
    const token = /Code: (\d{6})\b/.exec(text)?.[1] ?? '';
    const confirmed = await client.auth.verifyOtp({ email, token, type: 'email' });
    expect(confirmed.error).toBeNull();
    expect(confirmed.data.user).toMatchObject({
      email_confirmed_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      user_metadata: { username: 'ada', email_verified: true },
      identities: [{ provider: 'email', identity_data: { email_verified: true } }],
    });
    const again = await client.auth.verifyOtp({ email, token, type: 'email' });
    expect(errorOf(again)).toEqual([403, 'otp_expired']);
  });

  it('the link from the inbox leads back to the site with a session', async () => {
    const email = newEmail();
    const emailRedirectTo = 'http://127.0.0.1:3000/welcome?from=mail';
    await api.client().auth.signUp({ email, password, options: { emailRedirectTo } });
    const link = linkIn((await readInbox(api.inboxUrl, email)).text);
    const answer = await fetch(link, { redirect: 'manual' });
    const target = new URL(answer.headers.get('location') ?? '');
    const fragment = new URLSearchParams(target.hash.slice(1));
    expect([answer.status, target.href.split('#')[0]]).toEqual([303, emailRedirectTo]);
    expect(fragment.get('type')).toBe('signup');
    const { data } = await api.client().auth.getUser(fragment.get('access_token') ?? '');
    expect(data.user?.email).toBe(email);

    const used = await fetch(link, { redirect: 'manual' });
    expect(used.headers.get('location')).toContain('error_code=otp_expired');
  });

  it('a link never leads to a site that is not on the list', async () => {
    const email = newEmail();
    const options = { emailRedirectTo: 'https://evil.test/' };
    await api.client().auth.signUp({ email, password, options });
    const link = linkIn((await readInbox(api.inboxUrl, email)).text);
    expect(new URL(link).searchParams.get('redirect_to')).toBe('http://127.0.0.1:3000');
    const forged = new URL(link);
    forged.searchParams.set('redirect_to', 'https://evil.test/');
    const answer = await fetch(forged, { redirect: 'manual' });
    expect(answer.headers.get('location')).toMatch(/^http:\/\/127\.0\.0\.1:3000#/);
  });

  it('with a taken address: the same answer, another id, no mail and no change', async () => {
    const { email } = await createPerson();
    const { data, error } = await api.client().auth.signUp({ email, password: 'other password' });
    expect([error, data.user?.email, data.user?.identities]).toEqual([null, email, []]);
    const [owner] = await api.sql`select id from auth.users where email = ${email}`;
    expect(data.user?.id).not.toBe(owner?.id);
    await expect(readInbox(api.inboxUrl, email, { timeoutMs: 200 })).rejects.toThrow();
    const stillThere = await api.client().auth.signInWithPassword({ email, password });
    expect(stillThere.error).toBeNull();
  });

  it.each([
    ['a short password', { email: 'a@b.test', password: 'short' }, [422, 'weak_password']],
    ['no password', { email: 'a@b.test', password: '' }, [400, 'validation_failed']],
    ['no address', { email: 'nobody', password }, [400, 'validation_failed']],
    ['a phone', { phone: '+15550100', password }, [400, 'phone_provider_disabled']],
  ])('%s is refused', async (_, credentials, expected) => {
    expect(errorOf(await api.client().auth.signUp(credentials))).toEqual(expected);
  });

  it('anonymous sign-in is off', async () => {
    const answer = await api.client().auth.signInAnonymously();
    expect(errorOf(answer)).toEqual([422, 'anonymous_provider_disabled']);
  });
});

describe('a session', () => {
  it('its token has the claims of the platform', async () => {
    const { email, id } = await createPerson({ app_metadata: { role: 'editor' } });
    const { data } = await api.client().auth.signInWithPassword({ email, password });
    expect(decodeJwt(data.session?.access_token ?? '')).toMatchObject({
      iss: `${api.url}/auth/v1`,
      sub: id,
      aud: 'authenticated',
      role: 'authenticated',
      email,
      phone: '',
      app_metadata: { provider: 'email', providers: ['email'], role: 'editor' },
      user_metadata: { email_verified: true },
      aal: 'aal1',
      amr: [{ method: 'password', timestamp: expect.any(Number) }],
      session_id: expect.any(String),
      is_anonymous: false,
    });
    expect(data.session?.expires_in).toBe(3600);
  });

  it('is refreshed with a new token each time, and with what changed meanwhile', async () => {
    const { client, id, session } = await signedIn();
    await api.admin.auth.admin.updateUserById(id, { app_metadata: { plan: 'pro' } });
    const { data } = await client.auth.refreshSession();
    expect(data.session?.refresh_token).not.toBe(session.refresh_token);
    const claims = decodeJwt(data.session?.access_token ?? '');
    expect(claims).toMatchObject({ app_metadata: { plan: 'pro' }, amr: [{ method: 'password' }] });
  });

  it('a refresh token from long ago ends the session', async () => {
    const { client, session } = await signedIn();
    for (let turn = 0; turn < 3; turn++) await client.auth.refreshSession();
    const stolen = { refresh_token: session.refresh_token };
    const reused = await api.client().auth.refreshSession(stolen);
    expect(errorOf(reused)).toEqual([400, 'refresh_token_already_used']);
    expect(errorOf(await client.auth.refreshSession())).toEqual([
      400,
      'refresh_token_already_used',
    ]);
  });

  it('an unknown refresh token is refused', async () => {
    const refreshed = await api
      .client()
      .auth.refreshSession({ refresh_token: crypto.randomUUID() });
    expect(errorOf(refreshed)).toEqual([400, 'refresh_token_not_found']);
  });

  it('ends with signing out: the token opens Auth no more', async () => {
    const { client, session } = await signedIn();
    expect((await client.auth.signOut()).error).toBeNull();
    const answer = await api.client().auth.getUser(session.access_token);
    expect(answer.error?.name).toBe('AuthSessionMissingError');
    const { refresh_token } = session;
    const refreshed = await api.client().auth.refreshSession({ refresh_token });
    expect(errorOf(refreshed)).toEqual([400, 'refresh_token_not_found']);
  });

  it('a new password ends the others', async () => {
    const { client, email } = await signedIn();
    const other = api.client();
    await other.auth.signInWithPassword({ email, password });
    const changed = await client.auth.updateUser({ password: 'new password' });
    expect(changed.error).toBeNull();
    expect((await client.auth.getUser()).error).toBeNull();
    expect((await other.auth.getUser()).error?.name).toBe('AuthSessionMissingError');
    expect(errorOf(await client.auth.updateUser({ password: 'new password' }))).toEqual([
      422,
      'same_password',
    ]);
  });

  it("a person's own metadata is merged, null removing a key; app metadata stays", async () => {
    const { client } = await signedIn();
    await client.auth.updateUser({ data: { colour: 'red', size: 1 } });
    const { data } = await client.auth.updateUser({
      data: { colour: null },
      app_metadata: { role: 'admin' },
    } as never);
    expect(data.user?.user_metadata).toMatchObject({ size: 1 });
    expect(data.user?.user_metadata).not.toHaveProperty('colour');
    expect(data.user?.app_metadata).not.toHaveProperty('role');
  });

  it.each([
    ['no token', undefined, 401, 'no_authorization'],
    ['no JWT', 'x.y', 403, 'bad_jwt'],
    ['a key, which is nobody', 'anon', 403, 'bad_jwt'],
  ])('GET /user with %s', async (_, token, status, code) => {
    const { publishableKey, anonKey } = api.keys;
    const bearer = token === 'anon' ? anonKey : token;
    const answer = await fetch(`${api.url}/auth/v1/user`, {
      headers: {
        apikey: publishableKey,
        ...(bearer ? { authorization: `Bearer ${bearer}` } : { authorization: 'None' }),
        'x-supabase-api-version': '2024-01-01',
      },
    });
    expect([answer.status, await answer.json()]).toMatchObject([status, { code }]);
    expect(answer.headers.get('x-sb-error-code')).toBe(code);
  });
});

describe('what Auth says of itself', () => {
  it('health, settings and no public keys', async () => {
    const get = async (path: string) => {
      const headers = { apikey: api.keys.publishableKey };
      return (await fetch(`${api.url}/auth/v1${path}`, { headers })).json();
    };
    expect(await get('/health')).toMatchObject({ name: 'GoTrue' });
    expect(await get('/settings')).toMatchObject({
      external: { email: true, phone: false, anonymous_users: false },
      disable_signup: false,
      mailer_autoconfirm: false,
    });
    expect(await get('/.well-known/jwks.json')).toEqual({ keys: [] });
  });

  it('an older caller gets the older shape of errors', async () => {
    const answer = await fetch(`${api.url}/auth/v1/token?grant_type=password`, {
      method: 'POST',
      headers: { apikey: api.keys.publishableKey },
      body: '{"email":"nobody@parley.test","password":"x"}',
    });
    expect(await answer.json()).toEqual({
      code: 400,
      error_code: 'invalid_credentials',
      msg: 'Invalid login credentials',
    });
  });

  it('a body that is no JSON is bad_json', async () => {
    const headers = { apikey: api.keys.publishableKey };
    const request = { method: 'POST', headers, body: '{' };
    const answer = await fetch(`${api.url}/auth/v1/signup`, request);
    expect([answer.status, await answer.json()]).toMatchObject([400, { error_code: 'bad_json' }]);
  });
});

async function createPerson(extra: Record<string, unknown> = {}) {
  const email = newEmail();
  const { data, error } = await api.admin.auth.admin.createUser({
    email,
    password,
    email_confirm: true,
    ...extra,
  });
  if (error) throw error;
  return { email, id: data.user.id };
}

async function signedIn() {
  const person = await createPerson();
  const client = api.client();
  const { data, error } = await client.auth.signInWithPassword({ email: person.email, password });
  if (error) throw error;
  return { ...person, client, session: data.session };
}

function newEmail(): string {
  return `${crypto.randomUUID()}@parley.test`;
}

function linkIn(text: string): string {
  return /http\S+/.exec(text)?.[0] ?? '';
}

function errorOf({
  error,
}: {
  error: { status?: number | undefined; code?: string | undefined } | null;
}) {
  return [error?.status, error?.code];
}
