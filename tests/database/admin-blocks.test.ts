// admin-blocks: whom limits refuse now, as admins see it, and how they let somebody go on.
import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Admin, auditOf, createAdmin } from '../support/admin.ts';
import { type LimitOptions, limitPeople } from '../support/limited-plan.ts';
import { createPerson, type Person, serviceClient } from '../support/person.ts';
import { connect } from '../support/sql.ts';
import { begin, type Call, end, makeCharacter, overDataApi, refusalOf } from '../support/turn.ts';

interface Block {
  subject: string;
  user_id: string | null;
  meter: string;
  scope: string;
  window_kind: string;
  window_seconds: number;
  allowance: number;
  used: number;
  resets_at: string | null;
}

const HOUR_S = 3600;
const service: Call = overDataApi(serviceClient());
let ada: Admin;
let testa: string;

beforeAll(async () => {
  ada = await createAdmin();
  const db = await connect();
  testa = await makeCharacter(db, { price: 0 });
  db.release();
});

async function blocksOf(subject: string): Promise<Block[]> {
  const blocks = (await ada.call('read_blocks', {})) as Block[];
  return blocks.filter((block) => block.subject === subject);
}

function lift(p_subject: string, p_meter: string): Promise<unknown> {
  return ada.call('lift_block', { p_subject, p_meter });
}

async function chat({ id: user }: Person): Promise<void> {
  await end(service, await begin(service, { user, character: testa }));
}

/** Somebody whom the limits refuse from now on: each allows two answers. */
async function blocked(...limits: LimitOptions[]): Promise<Person> {
  const person = await createPerson();
  await limitPeople([person], limits);
  await chat(person);
  await chat(person);
  expect(await refusalOf(chat(person))).toMatchObject({ code: 'PT429' });
  return person;
}

const messages = { meter: 'messages', allowance: 2 } as const;
const hourly: LimitOptions = { ...messages, window: 'rolling', seconds: HOUR_S };

describe('a block', () => {
  it.each([
    ['of an hour', hourly, HOUR_S / 2],
    ['of a day', { ...messages, window: 'day' }, null],
    ['of a month', { ...messages, window: 'month' }, null],
    ['for ever', { ...messages, window: 'ever' }, null],
    ['of one character', { ...messages, window: 'ever', scope: 'character' }, null],
  ] as [string, LimitOptions, number | null][])(
    '%s is seen by an admin, and lifted: the person goes on at once',
    async (_, limit, resetsIn) => {
      const person = await blocked(limit);
      const subject = `user:${person.id}`;
      const [block, ...others] = await blocksOf(subject);
      expect(others).toEqual([]);
      expect(block).toMatchObject({
        user_id: person.id,
        meter: 'messages',
        scope: limit.scope ?? 'user',
        window_kind: limit.window,
        window_seconds: limit.seconds ?? 0,
        allowance: 2,
        used: 2,
      });
      const resetsAt = block?.resets_at ? new Date(block.resets_at).getTime() : null;
      if (limit.window === 'ever') expect(resetsAt).toBeNull();
      else expect(resetsAt).toBeGreaterThan(Date.now());
      if (resetsIn) expect(resetsAt).toBeLessThanOrEqual(Date.now() + resetsIn * 1000);

      expect(await lift(subject, 'messages')).toBe(1);
      expect(await blocksOf(subject)).toEqual([]);
      await chat(person);
      await chat(person);
      expect(await refusalOf(chat(person))).toMatchObject({ code: 'PT429' });
    },
  );

  it('of an address is seen and lifted for all who come from there', async () => {
    const people = [await createPerson(), await createPerson()];
    const limit = { meter: 'uploads', allowance: 2, window: 'rolling', scope: 'ip' } as const;
    await limitPeople(people, [{ ...limit, seconds: HOUR_S }]);
    // No group begins with a zero: so it is written as the database writes it.
    const group = () => `1${randomBytes(1).toString('hex')}`;
    const network = `2001:db8:${group()}:${group()}`;
    const upload = (person: Person | undefined, host: string) =>
      service('check_allowance', {
        p_user_id: person?.id,
        p_meter: 'uploads',
        p_ip: `${network}::${host}`,
      });
    await upload(people[0], '1');
    await upload(people[1], '2');
    for (const person of people)
      expect(await refusalOf(upload(person, '3'))).toMatchObject({ code: 'PT429' });

    const subject = `ip:${network}::`;
    const [block] = await blocksOf(subject);
    expect(block).toMatchObject({ user_id: null, scope: 'ip', meter: 'uploads', used: 2 });
    expect(await lift(subject, 'uploads')).toBe(1);
    for (const person of people) await upload(person, '3');
  });

  it('is lifted with every other window of its meter, and with no other meter', async () => {
    const requests = { meter: 'requests', allowance: 2, window: 'day' } as const;
    const person = await blocked(hourly, { ...messages, window: 'day' }, requests);
    const witness = await blocked(hourly);
    const subject = `user:${person.id}`;
    expect(await blocksOf(subject)).toHaveLength(3);
    expect(await lift(subject, 'messages')).toBe(2);
    expect(await blocksOf(subject)).toMatchObject([{ meter: 'requests' }]);
    expect(await refusalOf(chat(person))).toMatchObject({ code: 'PT429' });
    expect(await lift(subject, 'requests')).toBe(1);
    await chat(person);
    expect(await blocksOf(`user:${witness.id}`)).toHaveLength(1);
  });

  it('is lifted once by two admins at once', async () => {
    const person = await blocked(hourly);
    const lifted = await Promise.all([
      lift(`user:${person.id}`, 'messages'),
      lift(`user:${person.id}`, 'messages'),
    ]);
    expect(lifted.sort()).toEqual([0, 1]);
  });

  it('does not come back from an answer that ends after it was lifted', async () => {
    const person = await createPerson();
    await limitPeople([person], [{ ...messages, window: 'day' }]);
    const turns = [];
    for (const _ of [1, 2]) turns.push(await begin(service, { user: person.id, character: testa }));
    await lift(`user:${person.id}`, 'messages');
    for (const turn of turns) await end(service, turn);
    expect(await blocksOf(`user:${person.id}`)).toEqual([]);
    await chat(person);
  });
});

describe('somebody who is not blocked', () => {
  it('is not seen among the blocks', async () => {
    const person = await createPerson();
    await limitPeople([person], [hourly, { ...messages, window: 'day' }]);
    await chat(person);
    expect(await blocksOf(`user:${person.id}`)).toEqual([]);
  });

  it.each(['user:00000000-0000-4000-8000-000000000000', 'user:nobody', 'ip:192.0.2.1', 'x'])(
    'as %s has nothing to lift',
    async (subject) => {
      expect(await lift(subject, 'messages')).toBe(0);
      expect(await lift(subject, 'no-such-meter')).toBe(0);
    },
  );
});

it('each look and each lift is written down', async () => {
  const admin = await createAdmin();
  await admin.call('read_blocks', {});
  await admin.call('lift_block', { p_subject: 'ip:192.0.2.1', p_meter: 'requests' });
  expect(await auditOf(admin)).toEqual([
    { action: 'read_blocks', subject: 'limits', details: {} },
    { action: 'lift_block', subject: 'ip:192.0.2.1', details: { meter: 'requests' } },
  ]);
});
