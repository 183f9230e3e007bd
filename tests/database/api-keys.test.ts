// api-keys: what owners do with their keys: make, name, limit, revoke; and what nobody else does.
import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { suspend } from '../support/conversation.ts';
import { createDeveloper, createKey, createModel, openaiFor } from '../support/developer.ts';
import { anonymousClient, createPerson, type Person } from '../support/person.ts';
import { sql, sqlOne } from '../support/sql.ts';

let owner: Person;
let stranger: Person;

beforeAll(async () => {
  [owner, stranger] = await Promise.all([createDeveloper(), createDeveloper()]);
});

const keysOf = async ({ client }: Pick<Person, 'client'>) =>
  (await client.from('api_keys').select().order('created_at')).data ?? [];

describe('a new key', () => {
  it('is told once, with its secret, and listed without it', async () => {
    const person = await createDeveloper();
    const options = {
      name: 'My bot',
      scopes: ['models'],
      requestsPerMinute: 3,
      monthlyCredits: 40,
      expiresAt: '2099-01-01T00:00:00+00:00',
    };
    const { secret, ...key } = await createKey(person, options);
    expect(secret).toMatch(/^parley_sk_[\w-]{43}$/);
    expect(key).toEqual({
      id: expect.any(String),
      user_id: person.id,
      name: 'My bot',
      prefix: secret.slice(0, 16),
      scopes: ['models'],
      requests_per_minute: 3,
      monthly_credits: 40,
      created_at: expect.any(String),
      expires_at: '2099-01-01T00:00:00+00:00',
      revoked_at: null,
      last_used_at: null,
    });
    expect(await keysOf(person)).toEqual([key]);
  });

  it('is kept as its hash only', async () => {
    const { id, secret } = await createKey(owner);
    const stored = await sqlOne<{ secret_hash: string; row: string }>`
      select secret_hash, key::text as row from private.api_key_secret
      join public.api_keys as key on key.id = api_key_id where api_key_id = ${id}`;
    expect(stored.secret_hash).toBe(createHash('sha256').update(secret).digest('hex'));
    expect(stored.row).not.toContain(secret);
  });

  it('may do everything without limits of its own unless told otherwise', async () => {
    expect(await createKey(owner)).toMatchObject({
      scopes: ['completions', 'models'],
      requests_per_minute: null,
      monthly_credits: null,
      expires_at: null,
    });
  });

  it.each([
    ['without a name', { name: '' }, '23514'],
    ['for what there is not', { scopes: ['everything'] }, '23514'],
    ['for nothing', { scopes: [] }, '23514'],
    ['with less than no limit', { requestsPerMinute: -1 }, '23514'],
    ['with a cap below nothing', { monthlyCredits: -1 }, '23514'],
  ])('%s is refused', async (_, options, code) => {
    await expect(createKey(owner, options)).rejects.toMatchObject({ code });
  });

  it('is not for those whose plan has no API, who are suspended or unknown', async () => {
    const free = await createPerson();
    await expect(createKey(free)).rejects.toMatchObject({
      code: 'PT403',
      message: 'feature_not_in_plan',
    });
    const suspended = await createDeveloper();
    await suspend(suspended);
    await expect(createKey(suspended)).rejects.toMatchObject({ message: 'account_suspended' });
    const { error } = await anonymousClient().rpc('create_api_key', { p_name: 'Mine' });
    expect(error?.code).toBe('42501');
  });

  it('beyond the fiftieth is refused, also of two made at once', async () => {
    const person = await createDeveloper();
    await sql`
      insert into public.api_keys (user_id, name, prefix, scopes)
      select ${person.id}, nr::text, 'parley_sk_abcdef', '{models}'
      from generate_series(1, 49) as nr`;
    const outcomes = await Promise.allSettled([createKey(person), createKey(person)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const refused = outcomes.find((each) => each.status === 'rejected');
    expect(refused?.reason).toMatchObject({ code: 'PT409', message: 'too_many_api_keys' });
    const [revoked] = await keysOf(person);
    await person.client.rpc('revoke_api_key', { p_id: revoked?.id ?? '' });
    await createKey(person);
  });
});

describe('a key', () => {
  it('is named and limited by its owner, and nothing else of it is changed', async () => {
    const { id } = await createKey(owner);
    const change = { name: 'Renamed', requests_per_minute: 9, monthly_credits: 90 };
    const { data } = await owner.client.from('api_keys').update(change).eq('id', id).select();
    expect(data).toMatchObject([change]);
    for (const other of [{ revoked_at: null }, { scopes: ['models'] }, { expires_at: null }]) {
      const { error } = await owner.client
        .from('api_keys')
        .update(other as never)
        .eq('id', id);
      expect(error?.code).toBe('42501');
    }
  });

  it('is revoked by its owner for good, also when suspended, and twice is once', async () => {
    const person = await createDeveloper();
    const { id } = await createKey(person);
    await suspend(person);
    const revoke = () => person.client.rpc('revoke_api_key', { p_id: id });
    const [first, second] = await Promise.all([revoke(), revoke()]);
    expect(first.data?.revoked_at).toEqual(expect.any(String));
    expect(second.data?.revoked_at).toBe(first.data?.revoked_at);
  });

  it('is neither seen, changed nor revoked by a stranger', async () => {
    const { id } = await createKey(owner, { name: 'Mine' });
    const { client } = stranger;
    expect((await client.from('api_keys').select().eq('id', id)).data).toEqual([]);
    expect(
      (await client.from('api_keys').update({ name: 'X' }).eq('id', id).select()).data,
    ).toEqual([]);
    expect((await client.rpc('revoke_api_key', { p_id: id })).error).toMatchObject({
      code: 'PT404',
      message: 'api_key_not_found',
    });
    expect(await keysOf(owner)).toContainEqual(
      expect.objectContaining({ id, name: 'Mine', revoked_at: null }),
    );
  });

  it('goes with its account', async () => {
    const person = await createDeveloper();
    const { id } = await createKey(person);
    await sql`delete from auth.users where id = ${person.id}`;
    const rows = await sql`select from private.api_key_secret where api_key_id = ${id}`;
    expect(rows).toEqual([]);
  });
});

describe('when a key was last used', () => {
  it('is noted once a minute, whatever comes of it', async () => {
    const { id, secret } = await createKey(owner);
    const model = await createModel();
    const used = async () =>
      await sqlOne<{ at: Date | null; version: string }>`
        select last_used_at as at, xmin::text as version from public.api_keys where id = ${id}`;
    expect((await used()).at).toBeNull();
    const client = openaiFor({ secret });
    await client.models.list();
    const first = await used();
    expect(first.at?.getSeconds()).toBe(0);
    // Another minute may have begun meanwhile; then it is written once more.
    await client.models.list();
    const second = await used();
    if (second.at?.getTime() === first.at?.getTime()) expect(second).toEqual(first);

    await sql`update public.api_keys set last_used_at = '2026-01-01' where id = ${id}`;
    const messages = [{ role: 'user' as const, content: 'Hi' }];
    await client.chat.completions.create({ model, messages, max_tokens: 20 });
    expect((await used()).at?.getTime()).toBeGreaterThanOrEqual(first.at?.getTime() ?? 0);
  });

  it('tells the receipts which key asked', async () => {
    const person = await createDeveloper();
    const { id, secret } = await createKey(person);
    const model = await createModel();
    const messages = [{ role: 'user' as const, content: 'Hi' }];
    await openaiFor({ secret }).chat.completions.create({ model, messages, max_tokens: 20 });
    const { data } = await person.client.from('actions').select('api_key_id, charged_credits');
    expect(data).toEqual([{ api_key_id: id, charged_credits: expect.any(Number) }]);
  });
});
