// trials: a plan tried out, by a person's own call: once in a life, and only what was never had.
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ledgerViolations } from '../support/ledger-invariants.ts';
import {
  available,
  giveMembership,
  inDays,
  planAt,
  readGrants,
  renew,
  revoke,
} from '../support/membership.ts';
import { anonymousClient, createPerson, type Person, serviceClient } from '../support/person.ts';
import { connect } from '../support/sql.ts';

let db: pg.PoolClient;
const people: string[] = [];
beforeAll(async () => {
  db = await connect();
});
afterAll(async () => {
  expect(await ledgerViolations(db, people)).toEqual([]);
  db.release();
});

async function person(): Promise<Person> {
  const made = await createPerson();
  people.push(made.id);
  return made;
}

const start = ({ client }: Pick<Person, 'client'>, plan = 'plus') =>
  client.rpc('start_trial', { p_plan: plan });

describe('a trial', () => {
  it('gives the plan and its credits for its days, then the default plan again', async () => {
    const ada = await person();
    const { data, error } = await start(ada);
    expect(error).toBeNull();
    expect(data).toMatchObject({ user_id: ada.id, plan: 'plus', source: 'trial', state: 'live' });
    const { starts_at, ends_at } = data as { starts_at: string; ends_at: string };
    expect(Date.parse(ends_at) - Date.parse(starts_at)).toBe(7 * 86_400_000);
    expect(await available(db, ada.id)).toBe(1100);
    const entitled = await ada.client.from('my_entitlements').select().single();
    expect(entitled.data).toMatchObject({ plan: 'plus', source: 'trial', ends_at });

    await renew(db, ada.id, ends_at);
    expect(await planAt(db, ada.id, ends_at)).toBe('free');
    expect(await readGrants(db, ada.id)).toMatchObject([
      { of: 'trial:plus', balance: 0, is_closed: true },
      { of: 'default', balance: 100 },
    ]);
  });

  it('is there once: not again while it runs, nor when it is over or was taken back', async () => {
    const [ada, bob, eve] = await Promise.all([person(), person(), person()]);
    const running = (await start(ada)).data;
    expect(running).not.toBeNull();
    await start(bob);
    await renew(db, bob.id, inDays(8));
    const { data } = await start(eve);
    await revoke(db, data as { id: string });
    for (const each of [ada, bob, eve]) {
      expect((await start(each)).error).toMatchObject({
        code: 'PT409',
        message: 'trial_not_available',
      });
    }
  });

  it.each(['subscription', 'admin'] as const)(
    'is not for somebody who had the plan by %s',
    async (source) => {
      const ada = await person();
      const had = { startsAt: inDays(-9), endsAt: inDays(-2) };
      await giveMembership(db, { user: ada.id, plan: 'plus', source, ...had });
      expect((await start(ada)).error).toMatchObject({ message: 'trial_not_available' });
    },
  );

  it('tapped twice at once starts once', async () => {
    const ada = await person();
    const taps = await Promise.all(Array.from({ length: 6 }, () => start(ada)));
    const codes = taps.map(({ error }) => error?.code ?? 'started');
    expect(codes.toSorted()).toEqual([...Array(5).fill('PT409'), 'started']);
    expect(await available(db, ada.id)).toBe(1100);
  });
});

describe('nobody starts a trial', () => {
  it.each([
    ['of a plan that has none', 'business', 'PT409'],
    ['of the plan that everybody has', 'free', 'PT409'],
    ['of a plan that does not exist', 'no-such', 'PT404'],
  ])('%s', async (_, plan, code) => {
    expect((await start(await person(), plan)).error).toMatchObject({ code });
  });

  it.each([
    ['without an account', anonymousClient],
    ['for others: not even the service', serviceClient],
  ])('%s', async (_, client) => {
    expect((await start({ client: client() })).error).toMatchObject({ code: '42501' });
  });

  it('who is suspended, or whose account is gone', async () => {
    const [suspended, gone] = await Promise.all([person(), person()]);
    await db.query(`update public.profiles set status = 'suspended' where id = $1`, [suspended.id]);
    await db.query('delete from auth.users where id = $1', [gone.id]);
    expect((await start(suspended)).error).toMatchObject({ code: 'PT403' });
    expect((await start(gone)).error).toMatchObject({ code: 'PT401' });
  });
});
