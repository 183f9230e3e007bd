// characters-quota: what one person may send to one character on a day, whatever the plan.
import { beforeAll, expect, it } from 'vitest';
import { ownDatabase } from '../support/own-database.ts';
import {
  begin,
  type Call,
  end,
  makeCharacter,
  makePerson,
  overSql,
  refusalOf,
} from '../support/turn.ts';

const database = ownDatabase({ connections: 8 });
let call: Call;
beforeAll(() => {
  call = overSql(database.service);
});

async function limited(messagesPerDay: number): Promise<string> {
  const slug = await makeCharacter(database.pool, { price: 1 });
  await database.pool.query('update public.characters set messages_per_day = $2 where slug = $1', [
    slug,
    messagesPerDay,
  ]);
  return slug;
}

const somebody = () => makePerson(database.pool, 1000);

it('two of two messages are answered, the third is refused until the day ends', async () => {
  const [user, character] = [await somebody(), await limited(2)];
  await end(call, await begin(call, { user, character }));
  await end(call, await begin(call, { user, character }));
  const refusal = await refusalOf(begin(call, { user, character }));
  expect(refusal).toMatchObject({ code: 'PT429', message: 'quota_exceeded' });
  expect(JSON.parse(refusal.details)).toMatchObject({
    meter: 'messages',
    scope: 'character',
    window: 'day',
    allowance: 2,
    left: 0,
  });
});

it('is of one person and one character, and a failed message does not count', async () => {
  const [user, other, character] = [await somebody(), await somebody(), await limited(1)];
  await end(call, await begin(call, { user, character }), { state: 'failed', text: '' });
  await begin(call, { user, character });
  expect(await refusalOf(begin(call, { user, character }))).toMatchObject({ code: 'PT429' });
  await begin(call, { user: other, character });
  await begin(call, { user, character: await limited(1) });
});

it('of eight messages at once to a character that takes three, three start', async () => {
  const [user, character] = [await somebody(), await limited(3)];
  const outcomes = await Promise.allSettled(
    Array.from({ length: 8 }, () => begin(call, { user, character })),
  );
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
});

it.each([
  [1, 5, 1],
  [5, 2, 2],
])('of a plan with %i and a character with %i the smaller holds', async (plan, own, allowed) => {
  await database.pool.query(
    `insert into public.plan_limits (plan, meter, scope, window_kind, allowance)
     select slug, 'messages', 'character', 'day', $1 from public.plans where is_default`,
    [plan],
  );
  const [user, character] = [await somebody(), await limited(own)];
  for (let nr = 0; nr < allowed; nr += 1) await begin(call, { user, character });
  const refusal = await refusalOf(begin(call, { user, character }));
  expect(JSON.parse(refusal.details)).toMatchObject({ allowance: allowed, used: allowed });
  await database.pool.query('delete from public.plan_limits where true');
});
