// plan-limits-races: twenty requests at once, each on its own connection, and only so many left.
import { beforeAll, expect, it } from 'vitest';
import { applyCatalog, CATALOGS } from '../support/catalog-plans.ts';
import { ownDatabase } from '../support/own-database.ts';
import {
  type Call,
  type Context,
  end,
  makeCharacter,
  makePerson,
  overSql,
} from '../support/turn.ts';

const AT_ONCE = 20;
const ADDRESS = '198.51.100.4';

const database = ownDatabase({ connections: AT_ONCE + 1, limits: true });
let call: Call;
beforeAll(async () => {
  call = overSql(database.service);
  // All connections are open before the first race.
  await Promise.all(Array.from({ length: AT_ONCE }, () => database.service.query('select')));
});

async function apply(name: string): Promise<void> {
  const catalog = CATALOGS.find((each) => each.name === name);
  if (!catalog) throw new Error(`There is no catalog ${name}.`);
  await applyCatalog(database.pool, catalog);
}

const somebody = () => makePerson(database.pool, 1000);

/** The clock of all buckets stands for an hour: none leaks while twenty wait for each other. */
async function stopLeaking(): Promise<void> {
  await database.pool.query(`update private.rate_window set leaked_at = now() + interval '1 hour'`);
}

interface Race {
  user: string | string[];
  message?: string;
  chat?: string;
  kind?: string;
  ip?: string;
}

/** Twenty messages at once; what started, and how the others were refused. */
async function race({ user, kind = 'text', ip, message, chat }: Race) {
  const character = await makeCharacter(database.pool, { price: 1 });
  const outcomes = await Promise.allSettled(
    Array.from({ length: AT_ONCE }, (_, index) =>
      call('begin_turn', {
        p_user_id: typeof user === 'string' ? user : user[index],
        p_chat_id: chat ?? crypto.randomUUID(),
        p_client_message_id: message ?? crypto.randomUUID(),
        p_text: 'Hello',
        p_character: character,
        p_ip: ip ?? null,
        p_kind: kind,
      }),
    ),
  );
  const started: Context[] = [];
  const refused: Record<string, number> = {};
  for (const outcome of outcomes) {
    if (outcome.status === 'fulfilled') started.push(outcome.value as Context);
    else refused[outcome.reason.message] = (refused[outcome.reason.message] ?? 0) + 1;
  }
  return { started, refused };
}

async function check(user: string, meter: string, amount: number, ip?: string): Promise<unknown> {
  return await call('check_allowance', {
    p_user_id: user,
    p_meter: meter,
    p_amount: amount,
    p_ip: ip ?? null,
  });
}

it('rolling: eight of ten messages are left, and eight of twenty start', async () => {
  await apply('messaging');
  const user = await somebody();
  await check(user, 'messages', 2);
  await stopLeaking();
  const { started, refused } = await race({ user });
  expect([started.length, refused]).toEqual([8, { rate_limited: 12 }]);
});

it('ever: five spoken messages to a character start of twenty', async () => {
  await apply('messaging');
  const { started, refused } = await race({ user: await somebody(), kind: 'audio' });
  expect([started.length, refused]).toEqual([5, { quota_exceeded: 15 }]);
});

it('day: seven of a hundred requests are left, and seven of twenty start', async () => {
  await apply('flowmatik');
  const user = await somebody();
  await check(user, 'requests', 93);
  const { started, refused } = await race({ user });
  expect([started.length, refused]).toEqual([7, { quota_exceeded: 13 }]);

  for (const turn of started.slice(0, 3)) await end(call, turn, { state: 'failed', text: '' });
  const again = await race({ user });
  expect([again.started.length, again.refused]).toEqual([3, { quota_exceeded: 17 }]);
});

it('at once: two answers start of twenty, and two more when those are over', async () => {
  await apply('miky');
  const user = await somebody();
  for (let round = 0; round < 2; round += 1) {
    const { started, refused } = await race({ user });
    expect([started.length, refused]).toEqual([2, { rate_limited: 18 }]);
    for (const turn of started) await end(call, turn);
  }
});

it('an address: twenty people of one, nine requests left, and nine start', async () => {
  await apply('flowmatik');
  for (const amount of [100, 100, 91]) await check(await somebody(), 'requests', amount, ADDRESS);
  await stopLeaking();
  const people = await Promise.all(Array.from({ length: AT_ONCE }, somebody));
  const { started, refused } = await race({ user: people, ip: ADDRESS });
  expect([started.length, refused]).toEqual([9, { rate_limited: 11 }]);
});

it('one message sent twenty times at once is one turn, counted once', async () => {
  await apply('messaging');
  const user = await somebody();
  const same = { chat: crypto.randomUUID(), message: crypto.randomUUID() };
  const { started, refused } = await race({ user, kind: 'media', ...same });
  expect(refused).toEqual({});
  expect(new Set(started.map(({ turn_id }) => turn_id)).size).toBe(1);
  expect(started.filter(({ is_repeat }) => !is_repeat)).toHaveLength(1);
  const { rows } = await database.pool.query(
    'select used from private.allowance_count where user_id = $1 and meter = $2',
    [user, 'media_messages'],
  );
  expect(rows).toEqual([{ used: 1 }]);
});
