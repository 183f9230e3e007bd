// admin: what admins do to plans and credits over the Data API, each with a line in the audit log,
// and that nobody else does it.
import type pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Admin, auditOf, createAdmin } from '../support/admin.ts';
import { ledgerViolations } from '../support/ledger-invariants.ts';
import { makePlan } from '../support/membership.ts';
import { anonymousClient, createPerson, type Person, serviceClient } from '../support/person.ts';
import { connect } from '../support/sql.ts';
import {
  begin,
  type Call,
  end,
  makeCharacter,
  makePerson,
  overDataApi,
  overSql,
  type Receipt,
  refusalOf,
} from '../support/turn.ts';
import { readCredits } from '../support/wallet.ts';

const NOBODY = '00000000-0000-4000-8000-000000000000';
const TOMORROW = new Date(Date.now() + 86_400_000).toISOString();
const YESTERDAY = new Date(Date.now() - 86_400_000).toISOString();

let db: pg.PoolClient;
let ada: Admin;
let bob: string;
let plus: string;
let testa: string;

beforeAll(async () => {
  db = await connect();
  plus = await makePlan(db, { credits: 500 });
  testa = await makeCharacter(db, { price: 60 });
});
beforeEach(async () => {
  [ada, bob] = await Promise.all([createAdmin(), makePerson(db, 100)]);
});
afterEach(async () => {
  expect(await ledgerViolations(db, [bob])).toEqual([]);
});
afterAll(() => db.release());

interface Membership {
  id: string;
  plan: string;
  source: string;
  state: string;
  ends_at: string | null;
}

async function givePlan(call: Call, given: object = {}): Promise<Membership> {
  const defaults = { p_user_id: bob, p_plan: plus, p_ends_at: TOMORROW, p_operation_key: bob };
  return (await call('give_plan', { ...defaults, ...given })) as Membership;
}

function giveCredits(call: Call, given: object = {}): Promise<unknown> {
  const defaults = { p_user_id: bob, p_amount: 25, p_operation_key: bob, p_reason: 'sorry' };
  return call('give_credits', { ...defaults, ...given });
}

async function refund(call: Call, p_turn_id: string, given: object = {}): Promise<Receipt> {
  const defaults = { p_turn_id, p_amount: 25, p_operation_key: p_turn_id, p_reason: 'sorry' };
  return (await call('refund_turn', { ...defaults, ...given })) as Receipt;
}

async function answered(): Promise<string> {
  const call = overSql(db);
  return (await end(call, await begin(call, { user: bob, character: testa }))).turn_id;
}

describe('give_plan', () => {
  it('gives a plan with its credits at once, once per key, and is written down', async () => {
    const given = await givePlan(ada.call);
    expect(given).toMatchObject({ plan: plus, source: 'admin', state: 'live' });
    expect(new Date(given.ends_at ?? 0).toISOString()).toBe(TOMORROW);
    expect(await givePlan(ada.call)).toEqual(given);
    expect(await readCredits(db, bob)).toMatchObject({ plan: 600 });
    const { rows } = await db.query('select slug from private.current_plan($1)', [bob]);
    expect(rows).toEqual([{ slug: plus }]);
    const line = {
      action: 'give_plan',
      subject: bob,
      details: { plan: plus, ends_at: expect.any(String), operation_key: bob },
    };
    expect(await auditOf(ada)).toEqual([line, line]);
  });

  it('gives a plan for good when there is no end', async () => {
    expect(await givePlan(ada.call, { p_ends_at: null })).toMatchObject({ ends_at: null });
  });

  it.each([
    ['an unknown person', () => ({ p_user_id: NOBODY }), 'PT404', 'person_not_found'],
    ['nobody', () => ({ p_user_id: null }), 'PT404', 'person_not_found'],
    ['an unknown plan', () => ({ p_plan: 'no-such-plan' }), 'PT404', 'plan_not_found'],
    ['no plan', () => ({ p_plan: null }), 'PT404', 'plan_not_found'],
    ['an end that is over', () => ({ p_ends_at: YESTERDAY }), 'PT400', 'invalid_request'],
  ])('with %s is refused and leaves no line', async (_, given, code, message) => {
    expect(await refusalOf(givePlan(ada.call, given()))).toMatchObject({ code, message });
    expect(await auditOf(ada)).toEqual([]);
    expect(await readCredits(db, bob)).toMatchObject({ plan: 100 });
  });

  it('of another plan under a used key is a conflict', async () => {
    await givePlan(ada.call);
    const p_plan = await makePlan(db);
    expect(await refusalOf(givePlan(ada.call, { p_plan }))).toMatchObject({
      code: 'PT409',
      message: 'idempotency_conflict',
    });
    expect(await auditOf(ada)).toHaveLength(1);
  });
});

describe('take_plan', () => {
  it('takes a plan back with its unspent credits, and is written down', async () => {
    const { id } = await givePlan(ada.call);
    await ada.call('take_plan', { p_membership_id: id });
    await ada.call('take_plan', { p_membership_id: id });
    expect(await readCredits(db, bob)).toMatchObject({ plan: 100 });
    const { rows } = await db.query('select slug from private.current_plan($1)', [bob]);
    expect(rows).toEqual([{ slug: 'free' }]);
    const line = { action: 'take_plan', subject: bob, details: { membership_id: id } };
    expect((await auditOf(ada)).slice(1)).toEqual([line, line]);
  });

  it.each([NOBODY, null])('of a membership %s that is not there is refused', async (id) => {
    expect(await refusalOf(ada.call('take_plan', { p_membership_id: id }))).toMatchObject({
      code: 'PT404',
    });
    expect(await auditOf(ada)).toEqual([]);
  });
});

describe('give_credits', () => {
  it('gives credits that never expire, once per key, and is written down', async () => {
    await giveCredits(ada.call);
    await giveCredits(ada.call);
    expect(await readCredits(db, bob)).toEqual({ plan: 100, bought: 25, held: 0 });
    const details = { amount: 25, operation_key: bob, reason: 'sorry' };
    const line = { action: 'give_credits', subject: bob, details };
    expect(await auditOf(ada)).toEqual([line, line]);
  });

  it('at five places at once under one key gives them once', async () => {
    await Promise.all(Array.from({ length: 5 }, () => giveCredits(ada.call)));
    expect(await readCredits(db, bob)).toMatchObject({ bought: 25 });
  });

  it.each([
    ['an unknown person', { p_user_id: NOBODY }, 'PT404', 'person_not_found'],
    ['no credits', { p_amount: 0 }, 'PT400', 'invalid_amount'],
    ['fewer than none', { p_amount: -5 }, 'PT400', 'invalid_amount'],
    ['no number', { p_amount: null }, 'PT400', 'invalid_amount'],
    ['more than anybody means', { p_amount: 1_000_000_000_001 }, 'PT400', 'invalid_amount'],
  ])('of or to %s is refused and leaves no line', async (_, given, code, message) => {
    expect(await refusalOf(giveCredits(ada.call, given))).toMatchObject({ code, message });
    expect(await auditOf(ada)).toEqual([]);
    expect(await readCredits(db, bob)).toEqual({ plan: 100, bought: 0, held: 0 });
  });

  it('of another amount under a used key is a conflict', async () => {
    await giveCredits(ada.call);
    expect(await refusalOf(giveCredits(ada.call, { p_amount: 26 }))).toMatchObject({
      code: 'PT409',
    });
    expect(await readCredits(db, bob)).toMatchObject({ bought: 25 });
  });
});

describe('refund_turn', () => {
  it('gives back part of an answer, once per key, and is written down', async () => {
    const turn = await answered();
    const receipt = await refund(ada.call, turn);
    expect(receipt).toMatchObject({
      state: 'complete',
      charged_credits: 60,
      refunded_credits: 25,
      available_credits: 65,
    });
    expect(await refund(ada.call, turn)).toEqual(receipt);
    expect(await readCredits(db, bob)).toMatchObject({ plan: 65 });
    const details = { amount: 25, operation_key: turn, reason: 'sorry' };
    const line = { action: 'refund_turn', subject: turn, details };
    expect(await auditOf(ada)).toEqual([line, line]);
  });

  it.each([0, -1, 61, null, 1e15])('of %s credits of 60 is refused', async (p_amount) => {
    const turn = await answered();
    expect(await refusalOf(refund(ada.call, turn, { p_amount }))).toMatchObject({
      code: 'PT409',
      message: 'refund_out_of_range',
      details: JSON.stringify({ amount: p_amount, refundable: 60 }).replaceAll(/([:,])/g, '$1 '),
    });
    expect(await auditOf(ada)).toEqual([]);
    expect(await readCredits(db, bob)).toMatchObject({ plan: 40 });
  });

  it.each([NOBODY, null])('of an answer %s that is not there is refused', async (id) => {
    expect(await refusalOf(refund(ada.call, id as string))).toMatchObject({
      code: 'PT404',
      message: 'turn_not_found',
    });
    expect(await auditOf(ada)).toEqual([]);
  });
});

describe('nobody else', () => {
  const calls: [string, (call: Call) => Promise<unknown>][] = [
    ['gives a plan', givePlan],
    ['takes a plan', (call) => call('take_plan', { p_membership_id: NOBODY })],
    ['gives credits', giveCredits],
    ['gives back credits', (call) => refund(call, NOBODY)],
    ['reads blocks', (call) => call('read_blocks', {})],
    ['lifts a block', (call) => call('lift_block', { p_subject: 'x', p_meter: 'requests' })],
    ['reads margins', (call) => call('read_margins', { p_from: '2026-01-01', p_to: '2026-01-01' })],
  ];

  it.each(calls)('%s', async (_, act) => {
    const [person, fallen]: Person[] = await Promise.all([createPerson(), createAdmin()]);
    await db.query(`update public.profiles set status = 'suspended' where id = $1`, [fallen?.id]);
    for (const each of [person, fallen]) {
      if (!each) throw new Error('Nobody was made.');
      const refusal = await refusalOf(act(overDataApi(each.client)));
      expect(refusal).toMatchObject({ code: 'PT403', message: 'admin_required' });
      expect(await auditOf(each)).toEqual([]);
    }
    for (const client of [anonymousClient(), serviceClient()])
      expect(await refusalOf(act(overDataApi(client)))).toMatchObject({ code: '42501' });
    expect(await readCredits(db, bob)).toEqual({ plan: 100, bought: 0, held: 0 });
  });

  it('reads what admins did, and no admin changes it', async () => {
    await giveCredits(ada.call);
    const person = await createPerson();
    const log = ({ client }: Person) => client.from('audit_log').select().eq('subject', bob);
    expect((await log(person)).data).toEqual([]);
    expect((await log(ada)).data).toMatchObject([{ admin_id: ada.id, action: 'give_credits' }]);
    const table = ada.client.from('audit_log');
    for (const attempt of [
      table.delete().eq('subject', bob),
      table.update({ action: 'nothing' } as never).eq('subject', bob),
      table.insert({ action: 'x', subject: 'x', admin_id: ada.id, details: {} } as never),
    ])
      expect((await attempt).error).toMatchObject({ code: '42501' });
  });
});
