// access-matrix-gateway: the access list once more, through the real gateway with supabase-js.
import type { SupabaseClient } from '@supabase/supabase-js';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { anonymousClient, createPerson, serviceClient } from '../support/person.ts';
import { connect, sqlOne } from '../support/sql.ts';
import { type Cast, createCast } from './access-matrix-cast.ts';
import { type Relation, readRelations, readRoutines } from './access-matrix-catalog.ts';
import { type Cell, cellsOf, type Outcome } from './access-matrix-cells.ts';
import { type Actor, functions, tables } from './access-matrix-expectation.ts';

const client = await connect();
afterAll(() => client.release());

let cast: Cast;
let clients: Record<Actor, SupabaseClient>;
let relations: Relation[];

beforeAll(async () => {
  const sessions = new Map<string, SupabaseClient>();
  cast = await createCast(client, async () => {
    const person = await createPerson();
    sessions.set(person.id, person.client as SupabaseClient);
    return person.id;
  });
  const sessionOf = (
    name: 'stranger' | 'member' | 'owner' | 'admin' | 'suspended',
  ): SupabaseClient => {
    const session = sessions.get(cast[name].id);
    if (!session) throw new Error(`The ${name} has no session.`);
    return session;
  };
  clients = {
    anonymous: anonymousClient() as SupabaseClient,
    stranger: sessionOf('stranger'),
    member: sessionOf('member'),
    owner: sessionOf('owner'),
    admin: sessionOf('admin'),
    suspended: sessionOf('suspended'),
    service: serviceClient() as SupabaseClient,
  };
  relations = (await readRelations(client)).filter(({ name }) => name.startsWith('public.'));
});

it.each(Object.keys(tables).filter((name) => name.startsWith('public.')))(
  'clients find of %s what the list says, and what they may not write stays',
  async (name) => {
    const relation = relations.find((candidate) => candidate.name === name);
    const expectation = tables[name];
    if (!relation || !expectation) throw new Error(`There is no ${name}.`);
    const before = await witnessRows(cast);
    expect(Object.values(before), 'each has a row').not.toContain(null);
    const cells = cellsOf(relation, expectation, cast).filter(
      // What writes for real is tried by the tests of each table.
      ({ operation, expected }) => operation === 'select' || expected !== 'reached',
    );
    const answers = await Promise.all(cells.map((cell) => request(cell)));
    expect(answers).toEqual(cells.map((cell) => ({ ...describeCell(cell), is: cell.expected })));
    expect(await witnessRows(cast)).toEqual(before);
  },
);

it('clients call what the list says', async () => {
  const routines = (await readRoutines(client)).filter(({ name }) => name.startsWith('public.'));
  for (const { name, names } of routines) {
    const nulls = Object.fromEntries(names.map((argument) => [argument, null]));
    for (const [actor, caller] of Object.entries(clients) as [Actor, SupabaseClient][]) {
      const { status, error } = await caller.rpc(name.slice('public.'.length), nulls);
      const isDenied = error?.code === '42501';
      expect([name, actor, isDenied], error?.message).toEqual([
        name,
        actor,
        !functions[name]?.includes(actor),
      ]);
      if (isDenied) expect(status).toBe(actor === 'anonymous' ? 401 : 403);
    }
  }
});

it('nobody reaches the private schema, whatever the key', async () => {
  for (const caller of Object.values(clients)) {
    const { data, error } = await caller.schema('private').from('ledger_account').select();
    expect([data, error?.code]).toEqual([null, 'PGRST106']);
  }
});

function describeCell({ actor, operation, columns, rows }: Cell) {
  return { actor, operation, rows, ...(operation === 'update' ? { columns } : {}) };
}

async function request(cell: Cell): Promise<ReturnType<typeof describeCell> & { is: Outcome }> {
  const { relation, actor, operation, match, columns } = cell;
  const table = clients[actor].from(relation.name.slice('public.'.length));
  const nulls = Object.fromEntries(columns.map((column) => [column, null]));
  const query = {
    select: () => table.select(columns.join(','), { count: 'exact' }).match(match),
    insert: () => table.insert({ ...nulls, ...match } as never, { count: 'exact' }),
    update: () => table.update(nulls, { count: 'exact' }).match(match),
    delete: () => table.delete({ count: 'exact' }).match(match),
  };
  const { error, count, status } = await query[operation]();
  if (error && error.code !== '42501') throw error;
  if (error) expect(status).toBe(actor === 'anonymous' ? 401 : 403);
  const isRefused = error?.message.includes('row-level security');
  const is = error ? (isRefused ? 'refused' : 'denied') : count ? 'reached' : 'hidden';
  return { ...describeCell(cell), is };
}

const CHARACTER_STATISTICS = [
  ...['conversation_count', 'message_count', 'rating', 'rating_count', 'last_active_at'],
  ...['popularity', 'counted_at'],
];

/** The versions of the witness's rows; they change with any write, even of the same values. */
function witnessRows({ witness }: Cast): Promise<Record<string, unknown>> {
  return sqlOne`
    select
      (select xmin::text from public.profiles where id = ${witness.id}) as profile,
      (select xmin::text from public.conversations
        where id = ${witness.turn?.conversationId}) as conversation,
      (select string_agg(xmin::text, ',' order by id) from public.messages
        where conversation_id = ${witness.turn?.conversationId}) as messages,
      (select xmin::text from public.turns where id = ${witness.turn?.id}) as turn,
      (select xmin::text from public.conversation_reads
        where conversation_id = ${witness.turn?.conversationId}) as read_state,
      (select xmin::text from public.conversation_shares
        where conversation_id = ${witness.turn?.conversationId}) as share,
      (select xmin::text from public.actions where id = ${witness.turn?.actionId}) as action,
      (select xmin::text from public.memberships where user_id = ${witness.id}) as membership,
      (select string_agg(xmin::text, ',' order by id) from public.audit_log
        where subject = 'matrix') as audit,
      (select string_agg(xmin::text, ',' order by slug) from public.plans
        where slug like 'matrix-%') as plans,
      (select string_agg(xmin::text, ',' order by plan) from public.plan_limits
        where plan like 'matrix-%') as limits,
      (select string_agg(xmin::text, ',' order by slug) from public.credit_packs
        where slug like 'matrix-%') as packs,
      (select xmin::text from public.action_prices where action = 'fine_tuning') as price,
      (select string_agg(xmin::text, ',' order by id) from public.models
        where id like 'matrix-%') as models,
      -- A job writes their statistics, so what is compared is the rest of each card.
      (select string_agg((to_jsonb(characters) - ${CHARACTER_STATISTICS}::text[])::text, ','
        order by slug) from public.characters where slug like 'matrix-%') as characters`;
}
