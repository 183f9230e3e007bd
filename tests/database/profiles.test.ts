// profiles: what a sign-up makes of its wishes, and who reads and edits which profile and wallet.
import { beforeAll, describe, expect, it } from 'vitest';
import {
  anonymousClient,
  createPerson,
  creditsOf,
  type Person,
  serviceClient,
} from '../support/person.ts';
import { sql, sqlOne } from '../support/sql.ts';

interface Profile {
  id: string;
  username: string;
  display_name: string | null;
  locale: string;
  role: string;
  status: string;
}

/** Signs up as a client does and returns the profile that came of it. */
async function signUp(data: object = {}): Promise<Profile> {
  const { data: answer, error } = await anonymousClient().auth.signUp({
    email: `${crypto.randomUUID()}@parley.test`,
    password: 'correct horse battery',
    options: { data },
  });
  if (error) throw error;
  return sqlOne<Profile>`
    select id, username, display_name, locale, role, status
    from public.profiles where id = ${answer.user?.id}`;
}

/** A username that nobody else in the run has. */
const freshName = () => `name_${crypto.randomUUID().replaceAll('-', '').slice(0, 20)}`;
const fallbackOf = ({ id }: Profile) => `user_${id.replaceAll('-', '').slice(0, 24)}`;

describe('a sign-up', () => {
  it('without wishes gives an active user with a neutral name and the first credits', async () => {
    const profile = await signUp();
    expect(profile).toMatchObject({
      username: fallbackOf(profile),
      display_name: null,
      locale: 'en',
      role: 'user',
      status: 'active',
    });
    expect(
      await sql`select kind, balance from private.ledger_account
        where owner_id = ${profile.id} order by kind desc`,
    ).toEqual([
      { kind: 'wallet_plan', balance: 100 },
      { kind: 'wallet_bought', balance: 0 },
    ]);
  });

  it('takes username, display name and locale as wished', async () => {
    const username = freshName();
    const wishes = { username: username.toUpperCase(), display_name: '  Ada L. ', locale: 'pt-BR' };
    expect(await signUp(wishes)).toMatchObject({
      username,
      display_name: 'Ada L.',
      locale: 'pt-BR',
    });
  });

  it('takes the full name that identity providers send', async () => {
    expect(await signUp({ full_name: 'Ada Lovelace' })).toMatchObject({
      display_name: 'Ada Lovelace',
    });
  });

  it('never gives itself a role, a status or a plan', async () => {
    const { id } = await signUp({ role: 'admin', status: 'x', plan: 'business' });
    expect(
      await sqlOne`select role, status, (private.current_plan(id)).slug as plan
        from public.profiles where id = ${id}`,
    ).toEqual({ role: 'user', status: 'active', plan: 'free' });
  });

  it.each<[string, unknown]>([
    ['too short', 'ab'],
    ['too long', 'a'.repeat(31)],
    ['with a space', 'ada lovelace'],
    ['with a line end', 'ada\n'],
    ['in another script', 'адаада'],
    ['empty', ''],
    ['that is SQL', "x'); drop table public.profiles; --"],
    ['that is a number', 12],
    ['that is null', null],
    ['that is an object', { username: 'ada' }],
    ['that is a list', ['ada']],
    ['of a megabyte', 'a'.repeat(1_000_000)],
  ])('with a username %s falls back to a neutral one', async (_, username) => {
    const profile = await signUp({ username });
    expect(profile.username).toBe(fallbackOf(profile));
  });

  it.each<[string, unknown, string | null]>([
    ['blank', '   ', null],
    ['of 61 characters', 'é'.repeat(61), 'é'.repeat(60)],
    ['of 60 emoji', '🙂'.repeat(60), '🙂'.repeat(60)],
    ['of a megabyte', 'a'.repeat(1_000_000), 'a'.repeat(60)],
    ['that is false', false, 'false'],
    ['that is null', null, null],
  ])('with a display name %s succeeds', async (_, displayName, stored) => {
    const profile = await signUp({ display_name: displayName });
    expect(profile.display_name).toBe(stored);
  });

  it.each(['zh-Hant-TW', 'it', 'fil'])('takes the locale %s', async (locale) => {
    expect((await signUp({ locale })).locale).toBe(locale);
  });

  it.each<[unknown]>([['EN'], ['english'], ['en_US'], ['en\n'], [''], [7], [{}], [null]])(
    'with the locale %j gets English',
    async (locale) => {
      expect((await signUp({ locale })).locale).toBe('en');
    },
  );

  it('with a taken username falls back, and the first keeps it', async () => {
    const username = freshName();
    const first = await signUp({ username });
    const second = await signUp({ username });
    expect([first.username, second.username]).toEqual([username, fallbackOf(second)]);
  });

  it('five at once with one username: one has it, all are signed up', async () => {
    const username = freshName();
    const profiles = await Promise.all(Array.from({ length: 5 }, () => signUp({ username })));
    const fallen = profiles.filter((profile) => profile.username === fallbackOf(profile));
    expect(profiles.filter((profile) => profile.username === username)).toHaveLength(1);
    expect(fallen).toHaveLength(4);
  });
});

describe('editing', () => {
  let ada: Person;
  let stranger: Person;

  beforeAll(async () => {
    [ada, stranger] = await Promise.all([createPerson(), createPerson()]);
  });

  it('a person changes the names and the locale', async () => {
    const before = await readOwn(ada);
    const change = { username: freshName(), display_name: 'Countess', locale: 'fr' };
    const { error } = await ada.client.from('profiles').update(change).eq('id', ada.id);
    expect(error).toBeNull();
    const after = await readOwn(ada);
    expect(after).toMatchObject(change);
    expect(Date.parse(after.updated_at)).toBeGreaterThan(Date.parse(before.updated_at));
  });

  it.each<[string, Record<string, string>]>([
    ['role', { role: 'admin' }],
    ['status', { status: 'active' }],
    ['id', { id: crypto.randomUUID() }],
    ['created_at', { created_at: '2000-01-01' }],
    ['role, hidden beside a name', { display_name: 'X', role: 'admin' }],
  ])('a person cannot change %s', async (_, change) => {
    const before = await readOwn(ada);
    const { error, status } = await ada.client
      .from('profiles')
      .update(change as never)
      .eq('id', ada.id);
    expect([status, error?.code]).toEqual([403, '42501']);
    expect(await readOwn(ada)).toEqual(before);
  });

  it('a taken username is a conflict, also for two at once', async () => {
    const username = freshName();
    const answers = await Promise.all(
      [ada, stranger].map(({ id, client }) =>
        client.from('profiles').update({ username }).eq('id', id),
      ),
    );
    expect(answers.map(({ error }) => error?.code ?? 'taken').sort()).toEqual(['23505', 'taken']);
    expect(answers.find(({ error }) => error)?.error?.message).toContain('profiles_username_key');
  });

  it.each([
    ['profiles_username_check', { username: 'No Name' }],
    ['profiles_display_name_check', { display_name: 'x'.repeat(61) }],
    ['profiles_locale_check', { locale: 'nowhere' }],
  ])('an impossible wish is refused by %s', async (constraint, change) => {
    const { error, status } = await ada.client.from('profiles').update(change).eq('id', ada.id);
    expect([status, error?.code]).toEqual([400, '23514']);
    expect(error?.message).toContain(constraint);
  });

  it('a stranger neither finds nor changes the profile', async () => {
    const before = await readOwn(ada);
    const found = await stranger.client.from('profiles').select().eq('id', ada.id);
    expect(found.data).toEqual([]);
    const changed = await stranger.client
      .from('profiles')
      .update({ display_name: 'Mine' }, { count: 'exact' })
      .eq('id', ada.id);
    expect([changed.error, changed.count]).toEqual([null, 0]);
    expect(await readOwn(ada)).toEqual(before);
  });

  it('a visitor reads no profile', async () => {
    const { status, error } = await anonymousClient().from('profiles').select();
    expect([status, error?.code]).toEqual([401, '42501']);
  });

  it.each(['suspended', 'deactivated'])('a %s person reads and does not edit', async (state) => {
    const person = await createPerson();
    await sql`update public.profiles set status = ${state} where id = ${person.id}`;
    const { count } = await person.client
      .from('profiles')
      .update({ display_name: 'Still here' }, { count: 'exact' })
      .eq('id', person.id);
    expect(count).toBe(0);
    expect(await readOwn(person)).toMatchObject({ status: state, display_name: null });
  });

  it('an admin reads the profiles of all, and a suspended admin only the own', async () => {
    const admin = await createPerson({ isAdmin: true });
    const wanted = [ada.id, stranger.id, admin.id];
    const read = () => admin.client.from('profiles').select('id').in('id', wanted);
    expect((await read()).data).toHaveLength(3);
    await sql`update public.profiles set status = 'suspended' where id = ${admin.id}`;
    expect((await read()).data).toEqual([{ id: admin.id }]);
  });

  it('the service suspends and promotes', async () => {
    const person = await createPerson();
    const change = { role: 'admin', status: 'suspended' };
    const { error } = await serviceClient().from('profiles').update(change).eq('id', person.id);
    expect(error).toBeNull();
    expect(await readOwn(person)).toMatchObject(change);
  });
});

describe('credits', () => {
  const credits = (client: Person['client']) => client.from('my_credits').select();

  it('a person reads one row: what is there, what is held, what can be spent', async () => {
    const person = await createPerson({ credits: 130 });
    await sql`select private.hold(${person.id}, 110, ${crypto.randomUUID()}, 'test', '1 minute')`;
    expect((await credits(person.client)).data).toEqual([
      {
        plan_credits: 100,
        bought_credits: 30,
        held_credits: 110,
        available_credits: 20,
        next_expiry_at: null,
        owed_credits: 0,
      },
    ]);
  });

  it('an admin reads the own ones, not the sum of all', async () => {
    const admin = await createPerson({ isAdmin: true });
    expect((await credits(admin.client)).data).toMatchObject([{ available_credits: 100 }]);
  });

  it('a visitor and the service have none to read', async () => {
    const answers = [await credits(anonymousClient()), await credits(serviceClient())];
    expect(answers.map(({ status, error }) => [status, error?.code])).toEqual([
      [401, '42501'],
      [403, '42501'],
    ]);
  });
});

it('a deleted account takes its profile along and leaves the books', async () => {
  const person = await createPerson();
  const { error } = await serviceClient().auth.admin.deleteUser(person.id);
  expect(error).toBeNull();
  expect(await sql`select from public.profiles where id = ${person.id}`).toEqual([]);
  expect(
    await sqlOne`select sum(balance)::int as balance
      from private.ledger_account where owner_id = ${person.id}`,
  ).toEqual({ balance: 100 });
});

it('an account made again under its old id finds its old wallet and no new credits', async () => {
  const person = await createPerson({ credits: 130 });
  await serviceClient().auth.admin.deleteUser(person.id);
  await sql`insert into auth.users (id, email) values (${person.id}, ${person.email})`;
  expect(await creditsOf(person.id)).toEqual({ available: 130, held: 0 });
});

async function readOwn({ id, client }: Person) {
  const { data, error } = await client.from('profiles').select().eq('id', id).single();
  if (error) throw error;
  return data;
}
