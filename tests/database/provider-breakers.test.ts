// provider-breakers: a provider that fails too often is left alone for a while, then tried by one
// turn, and what goes well is not written down.
import { beforeEach, describe, expect, it } from 'vitest';
import { applyCatalog } from '../../scripts/catalog/apply-catalog.ts';
import { readCatalog } from '../../scripts/catalog/read-catalog.ts';
import { ownDatabase } from '../support/own-database.ts';
import {
  begin,
  type Call,
  type Context,
  makeCharacter,
  makePerson,
  overSql,
  refusalOf,
} from '../support/turn.ts';
import { readCredits } from '../support/wallet.ts';

interface Link {
  model: string;
  provider: string;
}
type Chained = Context & { chain: Link[] };
type Outcome = 'up' | 'down' | 'unknown';

const database = ownDatabase({ connections: 12 });
let call: Call;
let provider: string;
let model: string;
let character: string;
let user: string;

beforeEach(async () => {
  call = overSql(database.service);
  const { pool } = database;
  // One of the known providers, as it was at the start.
  provider = 'groq';
  await pool.query('delete from private.provider_breaker where true');
  await pool.query('delete from private.provider_failure where true');
  await pool.query('delete from private.usage_record where true');
  model = await addModel(provider);
  character = await makeCharacter(pool, { price: 1 });
  await pool.query('update public.characters set model = $2 where slug = $1', [character, model]);
  user = await makePerson(pool, 10_000);
});

async function addModel(servedBy: string): Promise<string> {
  const id = `model-${crypto.randomUUID()}`;
  await database.pool.query(
    `insert into public.models (id, provider, name, context_tokens, max_output_tokens, state)
     values ($1, $2, 'Tested', 1000, 1000, 'retired')`,
    [id, servedBy],
  );
  return id;
}

const start = async () => (await begin(call, { user, character })) as Chained;

/** Ends a turn with what its only model did. */
function report({ turn_id, attempt }: Chained, outcome: Outcome, asked = { provider, model }) {
  const isUp = { up: true, down: false, unknown: null }[outcome];
  const text = outcome === 'up' ? 'Hello.' : '';
  return call('settle_turn', {
    p_turn_id: turn_id,
    p_attempt: attempt,
    p_state: outcome === 'up' ? 'complete' : 'failed',
    p_text: text,
    p_usage: { ...asked },
    p_attempts: JSON.stringify([{ ...asked, is_up: isUp, reason: 'test', bytes: text.length }]),
  });
}

async function turns(count: number, outcome: Outcome): Promise<void> {
  for (let nr = 0; nr < count; nr++) await report(await start(), outcome);
}

async function breaker() {
  const { rows } = await database.pool.query(
    `select state, openings, extract(epoch from retry_at - now())::float as seconds
     from private.provider_breaker where provider = $1`,
    [provider],
  );
  return rows[0] as { state: string; openings: number; seconds: number | null } | undefined;
}

/** The time that an open provider is left alone for is over. */
const passTime = () =>
  database.pool.query(`update private.provider_breaker set retry_at = now() - interval '1 second',
    moved_at = moved_at - interval '1 second' where state <> 'closed'`);

async function openIt(): Promise<void> {
  await turns(5, 'down');
  expect((await breaker())?.state).toBe('open');
}

describe('a closed one', () => {
  it('opens with the fifth failure, and the provider is left alone', async () => {
    await turns(4, 'down');
    expect(await breaker()).toBeUndefined();
    const late = await start();
    await turns(1, 'down');
    expect(await breaker()).toMatchObject({ state: 'open', openings: 1 });
    expect(late.chain).toMatchObject([{ model, provider }]);
    expect((await start()).chain).toEqual([]);
  });

  it('writes nothing for what goes well, and for what says nothing of the provider', async () => {
    await turns(6, 'up');
    await turns(6, 'unknown');
    const { rows } = await database.pool.query(
      `select (select count(*)::int from private.provider_breaker) as breakers,
         (select count(*)::int from private.provider_failure) as failures`,
    );
    expect(rows).toEqual([{ breakers: 0, failures: 0 }]);
  });

  it('stays closed for five failures among more than twenty calls', async () => {
    await turns(4, 'down');
    await turns(16, 'up');
    await turns(1, 'down');
    expect(await breaker()).toBeUndefined();
  });

  it('forgets failures of a minute ago', async () => {
    await turns(4, 'down');
    await database.pool.query(
      `update private.provider_failure set created_at = created_at - interval '61 seconds'`,
    );
    await turns(1, 'down');
    expect(await breaker()).toBeUndefined();
  });

  it('has the thresholds of the data', async () => {
    await database.pool.query('update private.breaker_rules set failures = 2, open_seconds = 7');
    try {
      await turns(2, 'down');
      expect((await breaker())?.seconds).toBeCloseTo(7, 0);
    } finally {
      await database.pool.query('update private.breaker_rules set failures = 5, open_seconds = 30');
    }
  });

  it('is opened once by many failures at once', async () => {
    const begun = [];
    for (let nr = 0; nr < 10; nr++) begun.push(await start());
    await turns(4, 'down');
    await Promise.all(begun.map((turn) => report(turn, 'down')));
    expect(await breaker()).toMatchObject({ state: 'open', openings: 1 });
  });

  it('does not lose another provider with it', async () => {
    await openIt();
    const other = await addModel('siliconflow');
    await database.pool.query('update public.characters set model = $2 where slug = $1', [
      character,
      other,
    ]);
    expect((await start()).chain).toMatchObject([{ model: other }]);
  });
});

describe('an open one', () => {
  it('is tried by one of ten turns that come at once when its time is over', async () => {
    await openIt();
    await passTime();
    const begun = await Promise.all(
      Array.from({ length: 10 }, async () => {
        const person = await makePerson(database.pool, 10);
        return (await begin(call, { user: person, character })) as Chained;
      }),
    );
    expect(begun.filter(({ chain }) => chain.length > 0)).toHaveLength(1);
    expect((await breaker())?.state).toBe('half_open');
  });

  it('closes when the turn that tried it is answered, and old failures are forgotten', async () => {
    await openIt();
    await passTime();
    await turns(1, 'up');
    expect(await breaker()).toMatchObject({ state: 'closed', openings: 0, seconds: null });
    await turns(4, 'down');
    expect((await breaker())?.state).toBe('closed');
    await turns(1, 'down');
    expect((await breaker())?.state).toBe('open');
  });

  it('is left alone for twice as long each time it still fails, at most ten minutes', async () => {
    await openIt();
    const seconds: (number | undefined)[] = [(await breaker())?.seconds ?? undefined];
    for (let nr = 0; nr < 6; nr++) {
      await passTime();
      await turns(1, 'down');
      seconds.push((await breaker())?.seconds ?? undefined);
    }
    const rounded = seconds.map((each) => Math.round(each ?? 0));
    expect(rounded).toEqual([30, 60, 120, 240, 480, 600, 600]);
  });

  it('is tried by another turn when nothing is heard of the first', async () => {
    await openIt();
    await passTime();
    expect((await start()).chain).toHaveLength(1);
    expect((await start()).chain).toEqual([]);
    await passTime();
    const second = await start();
    expect(second.chain).toHaveLength(1);
    await report(second, 'up');
    expect((await breaker())?.state).toBe('closed');
  });

  it('is not moved by news of turns that began before it opened', async () => {
    const [early, other] = [await start(), await start()];
    await openIt();
    await database.pool.query(
      `update public.turns set started_at = started_at - interval '1 hour'
      where id in ($1, $2)`,
      [early.turn_id, other.turn_id],
    );
    await database.pool.query(`update private.provider_breaker set retry_at = now()`);
    expect((await start()).chain).toHaveLength(1);
    await report(early, 'up');
    await report(other, 'down');
    expect(await breaker()).toMatchObject({ state: 'half_open', openings: 1 });
  });

  it('gives way to the fallback, which is not kept waiting', async () => {
    const other = await addModel('siliconflow');
    await giveFallbacks([{ model: other, may_continue: true }]);
    await openIt();
    expect((await start()).chain).toMatchObject([
      { model: other, provider: 'siliconflow', continues_by: 'instruction' },
    ]);
    await passTime();
    expect((await start()).chain.map((link) => link.model)).toEqual([model, other]);
  });

  it('news that are told twice count once', async () => {
    const turn = await start();
    await report(turn, 'down');
    await report(turn, 'down');
    const { rows } = await database.pool.query('select id from private.provider_failure');
    expect(rows).toHaveLength(1);
  });
});

describe('over the API', () => {
  const complete = (clientKey: string) =>
    call('begin_completion', {
      p_client_key: clientKey,
      p_fingerprint: 'a'.repeat(64),
      p_model: 'llama-3.1-8b-instant',
      p_needs: [],
      p_input_bytes: 10,
      p_messages: 1,
      p_images: 0,
      p_max_output_tokens: 10,
      p_user_id: user,
    }) as Promise<{ action_id: string }>;

  const settle = (action_id: string, isUp: boolean | null) =>
    call('settle_action', {
      p_action_id: action_id,
      p_is_done: isUp === true,
      p_usage: { provider, is_up: isUp },
      p_delivered_bytes: isUp ? 4 : 0,
    });

  it('failures count, and while it is left alone nothing is held', async () => {
    await applyCatalog(await readCatalog('flowmatik'), database.adminUrl);
    await database.pool.query(
      `select private.grant_membership($1, 'starter', 'admin', 'test:' || $1::uuid, now(), null)`,
      [user],
    );
    for (const nr of [1, 2, 3, 4]) await settle((await complete(`down ${nr}`)).action_id, false);
    await settle((await complete('left')).action_id, null);
    expect(await breaker()).toBeUndefined();
    await settle((await complete('down 5')).action_id, false);
    expect((await breaker())?.state).toBe('open');

    const refused = await refusalOf(complete('later'));
    expect(refused).toMatchObject({ code: 'PT503', message: 'provider_unavailable' });
    expect(JSON.parse(refused.details ?? '')).toMatchObject({ provider });
    expect((await readCredits(database.pool, user)).held).toBe(0);

    await passTime();
    await settle((await complete('later')).action_id, true);
    expect((await breaker())?.state).toBe('closed');
  });
});

async function giveFallbacks(list: object[]): Promise<void> {
  const fallbacks = JSON.stringify(list);
  await database.pool.query('select private.put_model_fallbacks($1, $2)', [model, fallbacks]);
}
