// auth-links: what people ask for by e-mail: recovery, sign-in links, confirmations, changes.
import { createClient } from '@supabase/supabase-js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readInbox } from '../../local/mail/read-inbox.ts';
import { type Api, startApi } from './start-api.ts';

const password = 'correct horse';
let api: Api;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

describe('a forgotten password', () => {
  it('is replaced with the code from the inbox', async () => {
    const { email } = await createPerson();
    const client = api.client();
    expect((await client.auth.resetPasswordForEmail(email)).error).toBeNull();
    const mail = await readInbox(api.inboxUrl, email);
    expect(mail.subject).toBe('Reset your password');
    const verified = await client.auth.verifyOtp({
      email,
      token: codeIn(mail.text),
      type: 'recovery',
    });
    expect(verified.error).toBeNull();
    expect((await client.auth.updateUser({ password: 'a new one, long' })).error).toBeNull();
    const old = await api.client().auth.signInWithPassword({ email, password });
    expect(old.error?.code).toBe('invalid_credentials');
    const fresh = { email, password: 'a new one, long' };
    expect((await api.client().auth.signInWithPassword(fresh)).error).toBeNull();
  });

  it('asked twice at once: the second has to wait', async () => {
    const { email } = await createPerson();
    await api.client().auth.resetPasswordForEmail(email);
    const { error } = await api.client().auth.resetPasswordForEmail(email);
    expect([error?.status, error?.code]).toEqual([429, 'over_email_send_rate_limit']);
  });

  it('of an address nobody has: the same answer, no mail', async () => {
    const email = newEmail();
    expect((await api.client().auth.resetPasswordForEmail(email)).error).toBeNull();
    await expect(readInbox(api.inboxUrl, email, { timeoutMs: 200 })).rejects.toThrow();
  });
});

describe('signing in by e-mail', () => {
  it('a person gets a link that works once', async () => {
    const { email, id } = await createPerson();
    expect((await api.client().auth.signInWithOtp({ email })).error).toBeNull();
    const mail = await readInbox(api.inboxUrl, email);
    expect(mail.subject).toBe('Your sign-in link');
    const token_hash = new URL(linkIn(mail.text)).searchParams.get('token') ?? '';
    const opened = await api.client().auth.verifyOtp({ token_hash, type: 'magiclink' });
    expect(opened.data.user?.id).toBe(id);
    const again = await api.client().auth.verifyOtp({ token_hash, type: 'magiclink' });
    expect([again.error?.status, again.error?.code]).toEqual([403, 'otp_expired']);
  });

  it('a stranger becomes a user only with the code', async () => {
    const email = newEmail();
    const options = { data: { username: 'new' } };
    expect((await api.client().auth.signInWithOtp({ email, options })).error).toBeNull();
    const [before] =
      await api.sql`select email_confirmed_at from auth.users where email = ${email}`;
    expect(before).toEqual({ email_confirmed_at: null });
    const token = codeIn((await readInbox(api.inboxUrl, email)).text);
    const { data } = await api.client().auth.verifyOtp({ email, token, type: 'email' });
    expect(data.user).toMatchObject({ email, user_metadata: { username: 'new' } });
  });

  it('a stranger who must exist already is refused', async () => {
    const options = { shouldCreateUser: false };
    const { error } = await api.client().auth.signInWithOtp({ email: newEmail(), options });
    expect([error?.status, error?.code]).toEqual([422, 'otp_disabled']);
  });

  it("a code is not another person's, nor good after its time", async () => {
    const [one, other] = [await createPerson(), await createPerson()];
    await api.client().auth.signInWithOtp({ email: one.email });
    const token = codeIn((await readInbox(api.inboxUrl, one.email)).text);
    const wrong = await api.client().auth.verifyOtp({ email: other.email, token, type: 'email' });
    expect(wrong.error?.code).toBe('otp_expired');
    await api.sql`update auth.users set recovery_sent_at = now() - interval '2 hours'
      where id = ${one.id}`;
    const late = await api.client().auth.verifyOtp({ email: one.email, token, type: 'email' });
    expect(late.error?.code).toBe('otp_expired');
  });
});

describe('a confirmation sent again', () => {
  it('is another code, and the first works no more', async () => {
    const email = newEmail();
    await api.client().auth.signUp({ email, password });
    const first = codeIn((await readInbox(api.inboxUrl, email)).text);
    const hasty = await api.client().auth.resend({ type: 'signup', email });
    expect(hasty.error?.code).toBe('over_email_send_rate_limit');
    await api.sql`update auth.users set confirmation_sent_at = now() - interval '1 minute'
      where email = ${email}`;
    expect((await api.client().auth.resend({ type: 'signup', email })).error).toBeNull();
    const second = codeIn((await readInbox(api.inboxUrl, email)).text);
    const old = await api.client().auth.verifyOtp({ email, token: first, type: 'signup' });
    expect(old.error?.code).toBe(first === second ? undefined : 'otp_expired');
    const verified = await api.client().auth.verifyOtp({ email, token: second, type: 'signup' });
    expect(verified.error).toBeNull();
  });

  it('a person who is confirmed gets none', async () => {
    const { email } = await createPerson();
    expect((await api.client().auth.resend({ type: 'signup', email })).error).toBeNull();
    await expect(readInbox(api.inboxUrl, email, { timeoutMs: 200 })).rejects.toThrow();
  });
});

describe('a change of address', () => {
  it('is done when the current address confirms it', async () => {
    const { email, id } = await createPerson();
    const client = api.client();
    await client.auth.signInWithPassword({ email, password });
    const wanted = newEmail();
    const asked = await client.auth.updateUser({ email: wanted });
    expect(asked.data.user).toMatchObject({ email, new_email: wanted });
    const mail = await readInbox(api.inboxUrl, email);
    expect(mail.html).toContain(`from ${email} to ${wanted}`);
    const token_hash = new URL(linkIn(mail.text)).searchParams.get('token') ?? '';
    const { data } = await client.auth.verifyOtp({ token_hash, type: 'email_change' });
    expect(data.user).toMatchObject({ id, email: wanted, identities: [{ email: wanted }] });
  });

  it("to another person's address is refused", async () => {
    const [one, other] = [await createPerson(), await createPerson()];
    const client = api.client();
    await client.auth.signInWithPassword({ email: one.email, password });
    const { error } = await client.auth.updateUser({ email: other.email });
    expect([error?.status, error?.code]).toEqual([422, 'email_exists']);
  });
});

describe('a caller with a code verifier (PKCE)', () => {
  const pkceClient = () => {
    const client = createClient(api.url, api.keys.publishableKey, {
      auth: { flowType: 'pkce', persistSession: true, autoRefreshToken: false, storage: memory() },
    });
    return client.auth;
  };

  it.each([
    ['a sign-up', 'signUp'],
    ['a sign-in link', 'signInWithOtp'],
    ['a recovery', 'resetPasswordForEmail'],
  ] as const)(
    '%s: the link leads back with a code, which only that caller can use',
    async (_, ask) => {
      const email = ask === 'signUp' ? newEmail() : (await createPerson()).email;
      const auth = pkceClient();
      const asked =
        ask === 'resetPasswordForEmail'
          ? await auth.resetPasswordForEmail(email)
          : await auth[ask]({ email, password });
      expect(asked.error).toBeNull();
      const link = linkIn((await readInbox(api.inboxUrl, email)).text);
      const answer = await fetch(link, { redirect: 'manual' });
      const target = new URL(answer.headers.get('location') ?? '');
      const code = target.searchParams.get('code') ?? '';
      expect([target.hash, code]).toEqual(['', expect.stringMatching(/^[0-9a-f-]{36}$/)]);

      const thief = pkceClient();
      await thief.signInWithOtp({ email: (await createPerson()).email });
      const stolen = await thief.exchangeCodeForSession(code);
      expect([stolen.error?.status, stolen.error?.code]).toEqual([400, 'bad_code_verifier']);
      const { data, error } = await auth.exchangeCodeForSession(code);
      expect([error, data.user?.email]).toEqual([null, email]);
      expect(
        await api.sql`select 1 from auth.sessions where user_id = ${data.user?.id ?? ''}`,
      ).toHaveLength(1);
      const used = await fetch(link, { redirect: 'manual' });
      expect(used.headers.get('location')).toContain('?error=access_denied&error_code=otp_expired');
    },
  );

  it('the code in the same e-mail works too', async () => {
    const email = newEmail();
    const auth = pkceClient();
    await auth.signUp({ email, password });
    const token = codeIn((await readInbox(api.inboxUrl, email)).text);
    expect((await auth.verifyOtp({ email, token, type: 'email' })).error).toBeNull();
  });
});

function memory() {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
}

async function createPerson(): Promise<{ id: string; email: string }> {
  const email = newEmail();
  const created = await api.admin.auth.admin.createUser({ email, password, email_confirm: true });
  if (created.error) throw created.error;
  return { id: created.data.user.id, email };
}

function newEmail(): string {
  return `${crypto.randomUUID()}@parley.test`;
}

function codeIn(text: string): string {
  return /Code: (\d{6})\b/.exec(text)?.[1] ?? '';
}

function linkIn(text: string): string {
  return /http\S+/.exec(text)?.[0] ?? '';
}
