// plan-limits-hostile: amounts, kinds and addresses that nobody sends by accident, calendars at
// their edges, and clocks that go back: a clear refusal, and nothing is counted for it.
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { applyCatalog, CATALOGS } from '../support/catalog-plans.ts';
import { giveMembership } from '../support/membership.ts';
import { ownDatabase } from '../support/own-database.ts';
import { type Call, end, makeCharacter, makePerson, overSql, refusalOf } from '../support/turn.ts';

const MOST = '9223372036854775807';
const TOO_MUCH = '9223372036854775808';

const database = ownDatabase({ connections: 4, limits: true });
let call: Call;
let user: string;
let character: string;

beforeAll(async () => {
  call = overSql(database.service);
  const flowmatik = CATALOGS.find(({ name }) => name === 'flowmatik');
  if (!flowmatik) throw new Error('There is no flowmatik.');
  await applyCatalog(database.pool, flowmatik);
  character = await makeCharacter(database.pool, { price: 1 });
});
beforeEach(async () => {
  user = await makePerson(database.pool, 100);
  await giveMembership(database.pool, { user, plan: 'starter', startsAt: 'now' });
  await call('check_allowance', { p_user_id: user, p_meter: 'tokens', p_amount: 500 });
  await call('check_allowance', { p_user_id: user, p_meter: 'requests', p_amount: 5 });
});

const checkTokens = (p_amount: unknown) =>
  call('check_allowance', { p_user_id: user, p_meter: 'tokens', p_amount });

const beginAction = (args: Record<string, unknown> = {}) =>
  call('begin_action', {
    p_user_id: user,
    p_action: 'image',
    p_client_key: crypto.randomUUID(),
    ...args,
  });

const beginTurn = (args: Record<string, unknown>) =>
  call('begin_turn', {
    p_user_id: user,
    p_chat_id: crypto.randomUUID(),
    p_client_message_id: crypto.randomUUID(),
    p_text: 'Hello',
    p_character: character,
    ...args,
  });

/** All that is counted, held and stored of a person. */
async function readPerson(): Promise<unknown> {
  const { rows } = await database.pool.query(
    `select
       (select jsonb_agg(each order by meter) from private.allowance_count as each
         where user_id = $1) as counts,
       (select jsonb_agg(each) from private.rate_window as each
         where subject = 'user:' || $1) as windows,
       (select sum(held) from private.ledger_account where owner_id = $1) as held,
       (select count(*) from public.turns where user_id = $1) as turns,
       (select count(*) from public.actions where user_id = $1) as actions,
       (select count(*) from public.conversations where user_id = $1) as conversations`,
    [user],
  );
  return rows[0];
}

const check = (args: Record<string, unknown>) =>
  call('check_allowance', { p_user_id: user, ...args });
const INVALID = { code: 'PT400', message: 'invalid_amount' };

describe('is refused, and nothing counts', () => {
  it.each<[string, () => Promise<unknown>, Record<string, string>]>([
    ['no amount', () => checkTokens(null), { message: 'invalid_amount' }],
    ['nothing', () => checkTokens(0), { message: 'invalid_amount' }],
    ['less than nothing', () => checkTokens(-1), { message: 'invalid_amount' }],
    ['the least number', () => checkTokens(`-${TOO_MUCH}`), { message: 'invalid_amount' }],
    ['the largest number', () => checkTokens(MOST), { message: 'quota_exceeded' }],
    ['a larger one', () => checkTokens(TOO_MUCH), { code: '22003' }],
    ['a meter that is none', () => check({ p_meter: 'thoughts' }), { message: 'unknown_meter' }],
    ['no meter', () => check({ p_meter: null }), { message: 'unknown_meter' }],
    ['no images', () => beginAction({ p_units: 0 }), INVALID],
    ['fewer images', () => beginAction({ p_units: -3 }), INVALID],
    ['no number of images', () => beginAction({ p_units: null }), INVALID],
    ['all images', () => beginAction({ p_units: MOST }), INVALID],
    ['fewer tokens asked', () => beginAction({ p_input_tokens: -100 }), INVALID],
    [
      'fewer tokens asked than answered',
      () => beginAction({ p_input_tokens: -5, p_output_tokens: 10 }),
      INVALID,
    ],
    ['all tokens', () => beginAction({ p_input_tokens: MOST }), INVALID],
    ['an unknown action', () => beginAction({ p_action: 'theft' }), { code: 'PT404' }],
    ['nobody', () => beginAction({ p_user_id: crypto.randomUUID() }), { code: 'PT401' }],
    [
      'a message of no kind',
      () => beginTurn({ p_kind: 'smell' }),
      { constraint: 'messages_kind_check' },
    ],
    ['a message without a kind', () => beginTurn({ p_kind: null }), { code: '23502' }],
    ['an address that is none', () => beginTurn({ p_ip: '300.1.1.1' }), { code: '22P02' }],
  ])('%s', async (_, attempt, expected) => {
    const before = await readPerson();
    expect(await refusalOf(attempt())).toMatchObject(expected);
    expect(await readPerson()).toEqual(before);
  });

  it('a plan that does not exist', async () => {
    const gift = { user, plan: 'no-such-plan', source: 'admin' as const };
    expect(await refusalOf(giveMembership(database.pool, gift))).toMatchObject({
      code: 'PT404',
      message: 'plan_not_found',
    });
  });
});

describe('an ending', () => {
  it.each([
    ['fewer images than none', -1, 'actions_units_check'],
    ['more images than there are numbers', MOST, undefined],
  ])('with %s leaves the action open', async (_, p_units, constraint) => {
    const { action_id } = (await beginAction({ p_units: 2 })) as { action_id: string };
    const before = await readPerson();
    const settle = (units: unknown) =>
      call('settle_action', { p_action_id: action_id, p_is_done: true, p_units: units });
    if (constraint) {
      expect(await refusalOf(settle(p_units))).toMatchObject({ constraint });
      expect(await readPerson()).toEqual(before);
    }
    expect(await settle(constraint ? 1 : p_units)).toMatchObject({ state: 'complete' });
  });

  it('with fewer tokens than none leaves the turn open', async () => {
    const turn = (await beginTurn({})) as { turn_id: string; attempt: number };
    const before = await readPerson();
    expect(await refusalOf(end(call, turn, { inputTokens: -400 }))).toMatchObject({
      constraint: 'turns_tokens_check',
    });
    expect(await readPerson()).toEqual(before);
    expect(await end(call, turn)).toMatchObject({ state: 'complete' });
  });
});

describe('days and months are of UTC, wherever the session is', () => {
  const zones = ['UTC', 'Pacific/Kiritimati', 'Etc/GMT+12', 'America/New_York'];
  const edges: [string, string, string, string, string][] = [
    ['2027-01-31T23:59:59.999999Z', '2027-01-31', '2027-02-01', '2027-01-01', '2027-02-01'],
    ['2027-02-01T00:00:00Z', '2027-02-01', '2027-02-02', '2027-02-01', '2027-03-01'],
    ['2028-02-29T12:00:00Z', '2028-02-29', '2028-03-01', '2028-02-01', '2028-03-01'],
    ['2027-12-31T23:00:00Z', '2027-12-31', '2028-01-01', '2027-12-01', '2028-01-01'],
    // Clocks go forward and back in New York.
    ['2027-03-14T06:59:59Z', '2027-03-14', '2027-03-15', '2027-03-01', '2027-04-01'],
    ['2027-11-07T05:30:00Z', '2027-11-07', '2027-11-08', '2027-11-01', '2027-12-01'],
  ];
  it.each(edges.flatMap((edge) => zones.map((zone) => [zone, ...edge] as const)))(
    'in %s at %s',
    async (zone, at, day, nextDay, month, nextMonth) => {
      const client = await database.pool.connect();
      try {
        await client.query(`select set_config('timezone', $1, false)`, [zone]);
        const { rows } = await client.query(
          `select kind, private.window_start(kind, $1)::text as starts_on,
             private.window_end(kind, $1) as resets_at
           from unnest(array['day', 'ever', 'month']) as kind order by kind`,
          [at],
        );
        expect(rows).toEqual([
          { kind: 'day', starts_on: day, resets_at: new Date(nextDay) },
          { kind: 'ever', starts_on: '-infinity', resets_at: null },
          { kind: 'month', starts_on: month, resets_at: new Date(nextMonth) },
        ]);
      } finally {
        client.release(true);
      }
    },
  );
});

it('a clock that went back neither empties nor fills a bucket', async () => {
  const address = '192.0.2.77';
  const check = (p_amount: number) =>
    call('check_allowance', { p_user_id: user, p_meter: 'requests', p_ip: address, p_amount });
  await check(900);
  await database.pool.query(
    `update private.rate_window set leaked_at = now() + interval '1 day' where subject = $1`,
    [`ip:${address}`],
  );
  await check(50);
  await database.pool.query(`delete from private.allowance_count where user_id = $1`, [user]);
  expect(JSON.parse((await refusalOf(check(51))).details)).toMatchObject({ scope: 'ip', left: 50 });
  await check(50);
  expect(await refusalOf(check(1))).toMatchObject({ message: 'rate_limited' });
});
