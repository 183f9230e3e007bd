// access-matrix-cast: the people of the matrix, with a row of theirs in every table.
import type pg from 'pg';

export interface Member {
  id: string;
  /** Available credits; nobody else in the cast has as many. */
  credits: number;
  /** A finished turn and what it brought about; the stranger has none. */
  turn?: { id: string; conversationId: string; holdId: string; transferId: number };
}

export interface Cast {
  owner: Member;
  stranger: Member;
  admin: Member;
  suspended: Member;
  /** Nobody acts as the witness: its rows are the foreign ones. */
  witness: Member;
  /** The character that all of them talked to, which has a prompt. */
  characterId: string;
}

/** Makes an account and returns its id. */
export type SignUp = () => Promise<string>;

/** Lets everybody sign up and all but the stranger finish a turn, and gives each the part. */
export async function createCast(client: pg.ClientBase, signUp?: SignUp): Promise<Cast> {
  await client.query(
    `insert into public.characters (slug, name, tagline, greeting, category, model, status)
     select 'matrix-' || name, name, 'Is tested.', 'Hello.', 'test', 'none',
       replace(name, 'spoken', 'published')
     from unnest(array['published', 'draft', 'archived', 'spoken']) as name`,
  );
  const { characterId } = await one<{ characterId: string }>(
    client,
    `insert into private.character_prompt (character_id, system_prompt)
     select id, 'Secret.' from public.characters where slug = 'matrix-spoken'
     returning character_id as "characterId"`,
  );
  const join = async (extra: number, chat?: string): Promise<Member> => {
    const id = await (signUp?.() ?? insertUser(client));
    return equip(client, id, extra, chat);
  };
  const cast = {
    owner: await join(1, 'owner'),
    stranger: await join(2),
    admin: await join(3, 'admin'),
    suspended: await join(4, 'suspended'),
    witness: await join(5, 'witness'),
    characterId,
  };
  await client.query(`update public.profiles set role = 'admin' where id = $1`, [cast.admin.id]);
  await client.query(`update public.profiles set status = 'suspended' where id = $1`, [
    cast.suspended.id,
  ]);
  return cast;
}

async function insertUser(client: pg.ClientBase): Promise<string> {
  const { id } = await one<{ id: string }>(
    client,
    `insert into auth.users (id, email) select id, id || '@parley.test'
     from gen_random_uuid() as id returning id`,
  );
  return id;
}

/** Gives `extra` credits beyond the others' and lets the person talk in a chat, if named. */
async function equip(
  client: pg.ClientBase,
  id: string,
  extra: number,
  chat?: string,
): Promise<Member> {
  await client.query(`select private.grant_credits($1, 'wallet_bought', $2, $3, 'test')`, [
    id,
    extra,
    `matrix:${id}`,
  ]);
  const turn = chat === undefined ? undefined : await finishTurn(client, id, chat);
  const { credits } = await one<{ credits: number }>(
    client,
    `select sum(balance - held)::int as credits from private.ledger_account where owner_id = $1`,
    [id],
  );
  return { id, credits, ...(turn ? { turn } : {}) };
}

async function finishTurn(client: pg.ClientBase, id: string, chat: string) {
  const { turn } = await one<{ turn: string }>(
    client,
    `select public.begin_turn($1, $2, 'first', 'Hello', 'matrix-spoken') ->> 'turn_id' as turn`,
    [id, chat],
  );
  await client.query(`select public.settle_turn($1, 1, 'complete', 'Hello.')`, [turn]);
  return one<NonNullable<Member['turn']>>(
    client,
    `select turn.id, conversation_id as "conversationId", hold_id as "holdId",
       transfer.id::int as "transferId"
     from public.turns as turn
     join private.ledger_hold as hold on hold.id = hold_id
     join private.ledger_transfer as transfer
       on transfer.operation_key = 'settle:' || hold.operation_key
     where turn.id = $1`,
    [turn],
  );
}

async function one<Row extends pg.QueryResultRow>(
  client: pg.ClientBase,
  text: string,
  values: unknown[] = [],
): Promise<Row> {
  const { rows } = await client.query<Row>(text, values);
  if (!rows[0]) throw new Error(`No row from: ${text}`);
  return rows[0];
}
