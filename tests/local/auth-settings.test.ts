// auth-settings: what [auth] of config.toml changes, and Auth without its inbox.
import { afterEach, expect, it } from 'vitest';
import { readInbox } from '../../local/mail/read-inbox.ts';
import { type Api, startApi } from './start-api.ts';

const password = 'correct horse';
let api: Api;

afterEach(() => api.stop());

it('without confirmations a sign-up is a session, and a taken address is refused', async () => {
  api = await startApi(({ auth }) => {
    auth.email.enable_confirmations = false;
  });
  const email = 'ada@parley.test';
  const { data, error } = await api.client().auth.signUp({ email, password });
  expect([error, data.session?.user.email]).toEqual([null, email]);
  expect(data.user?.user_metadata).toMatchObject({ email_verified: true });
  const again = await api.client().auth.signUp({ email, password });
  expect([again.error?.status, again.error?.code]).toEqual([422, 'user_already_exists']);

  const stranger = 'grace@parley.test';
  expect((await api.client().auth.signInWithOtp({ email: stranger })).error).toBeNull();
  expect((await readInbox(api.inboxUrl, stranger)).subject).toBe('Your sign-in link');
});

it('with sign-ups off nobody comes in but by the admin', async () => {
  api = await startApi(({ auth }) => {
    auth.enable_signup = false;
    auth.password_requirements = 'letters_digits';
  });
  const email = 'ada@parley.test';
  for (const { error } of [
    await api.client().auth.signUp({ email, password }),
    await api.client().auth.signInWithOtp({ email }),
  ])
    expect([error?.status, error?.code]).toEqual([422, 'signup_disabled']);
  const weak = await api.admin.auth.admin.createUser({ email, password: 'only letters' });
  expect(weak.error).toMatchObject({ code: 'weak_password', reasons: ['characters'] });
  const attributes = { email, password: 'letters and 1', email_confirm: true };
  expect((await api.admin.auth.admin.createUser(attributes)).error).toBeNull();
});

it('with the e-mail provider off nobody signs in', async () => {
  api = await startApi(({ auth }) => {
    auth.email.enabled = false;
  });
  const email = 'ada@parley.test';
  const up = await api.client().auth.signUp({ email, password });
  expect([up.error?.status, up.error?.code]).toEqual([400, 'email_provider_disabled']);
  const into = await api.client().auth.signInWithPassword({ email, password });
  expect([into.error?.status, into.error?.code]).toEqual([422, 'email_provider_disabled']);
});

it('when the e-mail cannot be sent there is no user, and the reason is in the log', async () => {
  api = await startApi();
  await api.stopInbox();
  const { error } = await api.client().auth.signUp({ email: 'ada@parley.test', password });
  expect([error?.status, error?.message]).toEqual([500, 'Error sending confirmation email']);
  expect(await api.sql`select 1 from auth.users`).toHaveLength(0);
  expect(api.lines.join('\n')).toContain('ECONNREFUSED');
});
