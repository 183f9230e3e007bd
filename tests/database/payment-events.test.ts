// payment-events: the inbox: each event once, again when it failed, and never lost.
import { describe, expect, it } from 'vitest';
import { ownDatabase } from '../support/own-database.ts';

const database = ownDatabase({ connections: 12 });

interface Claimed {
  id: number;
  object_id: string;
  body: string;
  attempts: number;
}

async function store(id: string = crypto.randomUUID(), body = '{}'): Promise<boolean> {
  const { rows } = await database.service.query(
    `select store_payment_event('stripe', $1, 'invoice.paid', 'invoice', $1, false, now(), $2)
       as is_new`,
    [id, body],
  );
  return rows[0].is_new;
}

const claim = async (count = 50): Promise<Claimed[]> =>
  (await database.service.query('select * from claim_payment_events($1)', [count])).rows;

/** The event of an id, which must be due. */
async function claimed(id: string): Promise<Claimed> {
  const event = (await claim()).find(({ object_id }) => object_id === id);
  if (!event) throw new Error(`${id} is not due.`);
  return event;
}

async function stateOf(id: string) {
  const { rows } = await database.pool.query(
    `select event.state, event.deliveries, event.attempts, event.last_error,
       extract(epoch from message.vt - clock_timestamp())::float as due_in
     from private.payment_event as event
     left join pgmq.q_payments as message on message.msg_id = event.message_id
     where provider_id = $1`,
    [id],
  );
  return rows[0];
}

const finish = (id: number, isOurs = true) =>
  database.service.query('select finish_payment_event($1, $2)', [id, isOurs]);
const fail = async (id: number, isFinal = false): Promise<string> =>
  (
    await database.service.query(`select fail_payment_event($1, 'It broke.', $2) as state`, [
      id,
      isFinal,
    ])
  ).rows[0].state;
const makeDue = () => database.pool.query('update pgmq.q_payments set vt = now() where true');
const queued = async () =>
  (await database.pool.query('select count(*)::int as count from pgmq.q_payments')).rows[0].count;

describe('coming in', () => {
  it('an event is kept once with its raw body, however often it comes', async () => {
    const id = crypto.randomUUID();
    const body = '{"b": 1,  "a": "ä\\u0000"}';
    expect([await store(id, body), await store(id, body), await store(id)]).toEqual([
      true,
      false,
      false,
    ]);
    expect(await stateOf(id)).toMatchObject({ state: 'received', deliveries: 3 });
    expect((await claimed(id)).body).toBe(body);
  });

  it('again after it had died: it is queued anew, once', async () => {
    const id = crypto.randomUUID();
    await store(id);
    await fail((await claimed(id)).id, true);
    const before = await queued();
    expect(await Promise.all([store(id), store(id)])).toEqual([false, false]);
    expect(await stateOf(id)).toMatchObject({ state: 'received', attempts: 0, deliveries: 3 });
    expect(await queued()).toBe(before + 1);
  });

  it('ten times at once: it is new to one', async () => {
    const id = crypto.randomUUID();
    const before = await queued();
    const answers = await Promise.all(Array.from({ length: 10 }, () => store(id)));
    expect(answers.filter((isNew) => isNew)).toHaveLength(1);
    expect(await queued()).toBe(before + 1);
  });

  it('a body too large for the inbox is refused by it', async () => {
    await expect(store('large', 'x'.repeat(1_048_577))).rejects.toMatchObject({
      constraint: 'payment_event_body_check',
    });
  });
});

describe('going out', () => {
  it('who claims has them alone; who dies gives them back', async () => {
    const ids = Array.from({ length: 6 }, (): string => crypto.randomUUID());
    for (const id of ids) await store(id);
    const taken = (await Promise.all([claim(), claim(), claim()])).flat();
    const ours = taken.filter(({ object_id }) => ids.includes(object_id));
    expect(ours.map(({ object_id }) => object_id).sort()).toEqual(ids.toSorted());
    expect((await claim()).filter(({ object_id }) => ids.includes(object_id))).toEqual([]);
    await makeDue();
    const again = (await claim()).filter(({ object_id }) => ids.includes(object_id));
    expect(again).toHaveLength(6);
  });

  it.each([
    [true, 'processed'],
    [false, 'ignored'],
  ])('finished, ours %s: %s, and nothing of it is left in the queue', async (isOurs, state) => {
    const id = crypto.randomUUID();
    await store(id);
    const { id: event } = await claimed(id);
    const before = await queued();
    await finish(event, isOurs);
    await finish(event, !isOurs);
    expect(await fail(event)).toBe(state);
    expect(await stateOf(id)).toMatchObject({ state, due_in: null });
    expect(await queued()).toBe(before - 1);
  });

  it('failed comes again, later each time, and is dead after twenty times', async () => {
    const id = crypto.randomUUID();
    await store(id);
    const waits = [];
    for (let attempt = 1; attempt < 20; attempt++) {
      await makeDue();
      expect(await fail((await claimed(id)).id)).toBe('received');
      waits.push(Math.round((await stateOf(id)).due_in));
    }
    expect(waits).toEqual([
      ...[2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048],
      ...Array(8).fill(3600),
    ]);
    await makeDue();
    expect(await fail((await claimed(id)).id)).toBe('dead');
    expect(await stateOf(id)).toMatchObject({
      state: 'dead',
      attempts: 20,
      last_error: 'It broke.',
      due_in: null,
    });
  });

  it('what cannot succeed is dead at once', async () => {
    const id = crypto.randomUUID();
    await store(id);
    expect(await fail((await claimed(id)).id, true)).toBe('dead');
  });

  it('whose object somebody else reads comes again in a second, and has not failed', async () => {
    const id = crypto.randomUUID();
    await store(id);
    const { id: event } = await claimed(id);
    await database.service.query('select postpone_payment_event($1)', [event]);
    const { due_in, attempts } = await stateOf(id);
    expect([Math.round(due_in), attempts]).toEqual([1, 0]);
  });
});

describe('the lease of an object', () => {
  const lease = async (key: string): Promise<string | null> =>
    (await database.service.query('select lease_payment_object($1)::text as version', [key]))
      .rows[0].version;
  const release = (key: string, version: string | null) =>
    database.service.query('select release_payment_object($1, $2)', [key, version]);

  it('of ten who ask at once one has it', async () => {
    const key = crypto.randomUUID();
    const versions = await Promise.all(Array.from({ length: 10 }, () => lease(key)));
    expect(versions.filter((version) => version !== null)).toHaveLength(1);
  });

  it('is free again when it is released, with a later version', async () => {
    const key = crypto.randomUUID();
    const first = await lease(key);
    await release(key, first);
    const second = await lease(key);
    expect(Date.parse(`${second}`)).toBeGreaterThanOrEqual(Date.parse(`${first}`));
    expect(second).not.toBe(first);
  });

  it('of whoever died runs out; who comes back late cannot release the next one’s', async () => {
    const key = crypto.randomUUID();
    const lost = await lease(key);
    await database.pool.query(
      'update private.payment_lease set expires_at = now() where object_key = $1',
      [key],
    );
    expect(await lease(key)).not.toBeNull();
    await release(key, lost);
    expect(await lease(key)).toBeNull();
  });
});

it('refusals are counted by reason and day', async () => {
  for (const reason of ['unsigned', 'unsigned', 'too_old'])
    await database.service.query(`select count_payment_refusal('stripe', $1)`, [reason]);
  const { rows } = await database.pool.query(
    'select reason, count from private.payment_refusal order by reason',
  );
  expect(rows).toEqual([
    { reason: 'too_old', count: 1 },
    { reason: 'unsigned', count: 2 },
  ]);
});

describe('the worker is woken', () => {
  const requests = async () =>
    (await database.pool.query('select url, headers from net.http_request_queue')).rows;

  it('not at all before somebody said where it is', async () => {
    await store();
    expect(await requests()).toEqual([]);
  });

  it('once for many events, with the secret of the vault', async () => {
    await database.pool.query(
      `select private.connect_worker('http://127.0.0.1:1/worker', 'secret')`,
    );
    await Promise.all(Array.from({ length: 10 }, () => store()));
    expect(await requests()).toEqual([
      {
        url: 'http://127.0.0.1:1/worker',
        headers: { 'Content-Type': 'application/json', Authorization: 'Bearer secret' },
      },
    ]);
    const { rows } = await database.pool.query(
      `select count(*)::int as plain from vault.secrets where secret like '%127.0.0.1%'`,
    );
    expect(rows[0].plain).toBe(0);
  });
});
