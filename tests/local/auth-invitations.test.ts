// auth-invitations: invitations, and links that an admin hands over without an e-mail.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readInbox } from '../../local/mail/read-inbox.ts';
import { type Api, startApi } from './start-api.ts';

const password = 'correct horse';
let api: Api;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

describe('inviting', () => {
  it('a stranger follows the invitation and is a user', async () => {
    const email = newEmail();
    const data = { username: 'ada' };
    const invited = await api.admin.auth.admin.inviteUserByEmail(email, { data });
    expect(invited.data.user).toMatchObject({ email, invited_at: expect.any(String) });
    const mail = await readInbox(api.inboxUrl, email);
    expect(mail.subject).toBe('You are invited');
    const token = /Code: (\d{6})\b/.exec(mail.text)?.[1] ?? '';
    const client = api.client();
    const { data: accepted } = await client.auth.verifyOtp({ email, token, type: 'invite' });
    expect(accepted.user).toMatchObject({ email, user_metadata: data });
    expect((await client.auth.updateUser({ password })).error).toBeNull();
    expect((await api.client().auth.signInWithPassword({ email, password })).error).toBeNull();
  });

  it('a user who exists is refused', async () => {
    const { email } = await create();
    const { error } = await api.admin.auth.admin.inviteUserByEmail(email);
    expect([error?.status, error?.code]).toEqual([422, 'email_exists']);
  });
});

describe('a link without an e-mail', () => {
  it.each([
    ['signup', 'signup'],
    ['invite', 'invite'],
    ['magiclink', 'signup'],
  ] as const)('%s makes a new user when it is followed', async (type, verification_type) => {
    const email = newEmail();
    const options = { redirectTo: 'http://127.0.0.1:3000/after' };
    const asked = { type, email, password, options };
    const { data, error } = await api.admin.auth.admin.generateLink(asked as never);
    expect(error).toBeNull();
    const { properties, user } = data;
    expect(properties).toMatchObject({ verification_type, redirect_to: options.redirectTo });
    expect(user).toMatchObject({ email });
    const answer = await fetch(properties?.action_link ?? '', { redirect: 'manual' });
    const location = answer.headers.get('location');
    expect(location).toMatch(/^http:\/\/127\.0\.0\.1:3000\/after#access_token=/);
    await expect(readInbox(api.inboxUrl, email, { timeoutMs: 100 })).rejects.toThrow();
  });

  it.each([
    ['magiclink', 'magiclink'],
    ['recovery', 'recovery'],
  ] as const)('%s signs a user in with its code', async (type, otpType) => {
    const { email, id } = await create();
    const { data } = await api.admin.auth.admin.generateLink({ type, email });
    const token = data.properties?.email_otp ?? '';
    const opened = await api.client().auth.verifyOtp({ email, token, type: otpType });
    expect(opened.data.user?.id).toBe(id);
  });

  it('recovery of nobody is 404, an unknown type 400', async () => {
    const { admin } = api.admin.auth;
    const nobody = await admin.generateLink({ type: 'recovery', email: newEmail() });
    expect([nobody.error?.status, nobody.error?.code]).toEqual([404, 'user_not_found']);
    const odd = await admin.generateLink({ type: 'odd' as never, email: newEmail() } as never);
    expect([odd.error?.status, odd.error?.code]).toEqual([400, 'validation_failed']);
  });
});

async function create(): Promise<{ id: string; email: string }> {
  const attributes = { email: newEmail(), password, email_confirm: true };
  const { data, error } = await api.admin.auth.admin.createUser(attributes);
  if (error) throw error;
  return { id: data.user.id, email: attributes.email };
}

function newEmail(): string {
  return `${crypto.randomUUID()}@parley.test`;
}
