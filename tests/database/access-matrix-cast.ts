// access-matrix-cast: the people of the matrix, with a row of theirs in every table.
import type pg from 'pg';
import { shareTalk } from './access-matrix-conversations.ts';
import { leaveTopics } from './access-matrix-live.ts';
import { createGalleryRows, leaveMedia } from './access-matrix-media.ts';
import { createPaymentRows, leavePayments } from './access-matrix-payments.ts';
import { createRewardRows, leaveRewards } from './access-matrix-rewards.ts';

export interface Member {
  id: string;
  /** Available credits; nobody else in the cast has as many. */
  credits: number;
  /** What is earned in US cents; nobody else in the cast has as much. */
  earnedCents: number;
  /** A finished turn and what it brought about; the stranger has none. */
  turn?: {
    id: string;
    userId: string;
    conversationId: string;
    holdId: string;
    transferId: number;
    /** What the transfer took from the person's account. */
    entryId: number;
    actionId: string;
    /** Of the action; nobody else in the cast has as many. */
    units: number;
  };
}

export interface Cast {
  owner: Member;
  /** Once took part in the witness's conversation, and is invited to it again. */
  stranger: Member;
  /** Takes part in the witness's conversation. */
  member: Member;
  /** Takes part there, too; nobody acts as the guest. */
  guest: Member;
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
  await createCatalogRows(client);
  await createPaymentRows(client);
  await createRewardRows(client);
  const { characterId } = await one<{ characterId: string }>(
    client,
    `with prompt as (
       insert into private.character_prompt (character_id, system_prompt)
       select id, 'Secret.' from public.characters where slug = 'matrix-spoken'
       returning character_id
     )
     insert into private.character_fact (character_id, fact)
     select character_id, 'Secret.' from prompt
     returning character_id as "characterId"`,
  );
  await createGalleryRows(client, characterId);
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
    member: await join(6),
    guest: await join(7),
    characterId,
  };
  await shareTalk(client, cast);
  const conversationId = `${cast.witness.turn?.conversationId}:1`;
  await leaveTopics(client, { userId: cast.witness.id, characterId, conversationId });
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
  await client.query(`select private.grant_credits($1, $2, $3, 'test')`, [
    id,
    // More than the action costs that the person does with it.
    3 * extra,
    `matrix:${id}`,
  ]);
  await leaveTraces(client, id);
  await leavePayments(client, id);
  await leaveRewards(client, id, extra);
  await leaveMedia(client, id);
  const turn = chat === undefined ? undefined : await finishTurn(client, id, chat, extra);
  await leaveTopics(client, { userId: id, conversationId: turn?.conversationId });
  const { credits } = await one<{ credits: number }>(
    client,
    `select sum(balance - held)::int as credits from private.ledger_account
     where owner_id = $1 and unit = 'credit'`,
    [id],
  );
  return { id, credits, earnedCents: extra, ...(turn ? { turn } : {}) };
}

/** What is on offer and what was once, for the lists that everyone reads. */
async function createCatalogRows(client: pg.ClientBase): Promise<void> {
  await client.query(
    `with plan as (
       insert into public.plans (slug, name, description, rank, billing, amount_cents, currency,
         state)
       select 'matrix-' || state, 'Matrix', 'Is tested.', 0, 'month', 100, 'USD', state
       from unnest(array['offered', 'retired']) as state
       returning slug
     ), pack as (
       insert into public.credit_packs (slug, name, credits, amount_cents, currency, state)
       select 'matrix-' || state, 'Matrix', 1, 1, 'USD', state
       from unnest(array['offered', 'retired']) as state
     ), model as (
       insert into public.models (id, provider, name, context_tokens, max_output_tokens, state)
       select 'matrix-' || state, 'openai', 'Matrix', 1, 1, state
       from unnest(array['offered', 'retired']) as state
     ), personality as (
       insert into public.personality_sentences (aspect, value, sentence, state)
       select 'trait', 'matrix_' || state, 'Is tested.', state
       from unnest(array['offered', 'retired']) as state
     ), price as (
       insert into public.action_prices (action, pricing, state)
       values ('fine_tuning', 'metered', 'retired')
       on conflict (action) do update set state = 'retired'
     ), line as (
       insert into public.audit_log (admin_id, action, subject, details)
       values (gen_random_uuid(), 'test', 'matrix', '{}')
     )
     insert into public.plan_limits (plan, meter, scope, window_kind, allowance)
     select slug, 'uploads', 'user', 'day', 1 from plan`,
  );
  await client.query(
    `with breaker as (
       insert into private.provider_breaker (provider, state) values ('matrix', 'closed')
     ), failure as (
       insert into private.provider_failure (provider, model) values ('matrix', 'matrix')
     )
     insert into public.model_fallbacks (model, place, fallback)
     values ('matrix-offered', 1, 'matrix-retired')`,
  );
}

/** A row of the person wherever limits are kept, and a plan. */
async function leaveTraces(client: pg.ClientBase, id: string): Promise<void> {
  await client.query(
    `with counted as (
       insert into private.allowance_count
         (user_id, meter, window_kind, scope_id, starts_on, used)
       values ($1::uuid, 'uploads', 'day', gen_random_uuid(), current_date, 1)
     ), made as (
       insert into public.characters
         (owner_id, slug, name, tagline, greeting, category, model)
       values ($1::uuid, 'own-' || $1::uuid, 'Own', 'Is tested.', 'Hello.', 'test', 'none')
     ), reserved as (
       insert into private.allowance_reservation (id, user_id, counts)
       values (gen_random_uuid(), $1::uuid, '{}')
     ), seen as (
       insert into private.person_seen (user_id) values ($1::uuid)
     ), key as (
       insert into public.api_keys (id, user_id, name, prefix, scopes)
       values ($1::uuid, $1::uuid, 'Matrix', 'parley_sk_matrix', '{models}')
       returning id
     ), secret as (
       insert into private.api_key_secret (secret_hash, api_key_id)
       select private.hash_token(id::text), id from key
     )
     insert into private.rate_window
       (subject, meter, window_seconds, allowance, level, leaked_at)
     values ('user:' || $1::uuid, 'uploads', 60, 1, 1, now())`,
    [id],
  );
  await client.query(
    `select private.grant_membership($1, 'plus', 'admin', 'matrix:' || $1::uuid, now(), null)`,
    [id],
  );
}

async function finishTurn(client: pg.ClientBase, id: string, chat: string, units: number) {
  const { turn } = await one<{ turn: string }>(
    client,
    `select public.begin_turn($1, $2, 'first', 'Hello', 'matrix-spoken') ->> 'turn_id' as turn`,
    [id, chat],
  );
  await client.query(
    `select public.record_moderation($1, 1, '[{"direction": "input", "action": "allow"}]')`,
    [turn],
  );
  await client.query(`select public.settle_turn($1, 1, 'complete', 'Hello.')`, [turn]);
  await client.query(
    `select private.refund(hold_id, 1, 'matrix:' || id, 'test') from public.turns where id = $1`,
    [turn],
  );
  await client.query(
    `with summary as (
       insert into private.conversation_summary (conversation_id, message_id, content)
       select conversation_id, user_message_id, 'Hello' from public.turns where id = $1
     ), speech as (
       insert into public.message_speeches (message_id, asset_id)
       select assistant_message_id, user_id from public.turns where id = $1
     ), rating as (
       insert into public.message_ratings (message_id, user_id, stars)
       select assistant_message_id, user_id, 5 from public.turns where id = $1
     ), attachment as (
       insert into public.message_attachments (message_id, position, conversation_id, asset_id,
         kind, mime_type)
       select user_message_id, 1, conversation_id, user_id, 'image', 'image/png'
       from public.turns where id = $1
     ), read as (
       insert into public.conversation_reads (conversation_id, user_id, delivered_ordinal)
       select conversation_id, user_id, 0 from public.turns where id = $1
     ), talk as (
       insert into public.voice_sessions (user_id, conversation_id, client_key, state, plan, model,
         voice, pricing, price_credits, price_per, held_seconds, seconds, finish_reason,
         opened_at, ended_at)
       select user_id, conversation_id, 'matrix', 'complete', plan, model, 'marin', 'fixed', 0, 60,
         60, 1, 'stopped', now(), now()
       from public.turns where id = $1
       returning id
     ), span as (
       insert into private.voice_span (session_id, nr, hold_id, seconds, credits)
       select talk.id, 1, hold_id, 60, 0 from talk, public.turns where turns.id = $1
     ), call as (
       insert into private.voice_call (call_id, session_id, nr, state, over_at)
       select 'rtc_' || user_id, talk.id, 1, 'over', now()
       from talk, public.turns where turns.id = $1
     )
     insert into public.conversation_shares (conversation_id, token_hash, last_ordinal)
     select conversation_id, private.hash_token(id::text), 0 from public.turns where id = $1`,
    [turn],
  );
  await client.query('select private.sum_usage()');
  const { action } = await one<{ action: string }>(
    client,
    `select public.begin_action($1, 'idea', 'matrix', $2) ->> 'action_id' as action`,
    [id, units],
  );
  await client.query('select public.settle_action($1, true, $2)', [action, units]);
  return one<NonNullable<Member['turn']>>(
    client,
    `select turn.id, user_id as "userId", conversation_id as "conversationId",
       hold_id as "holdId", transfer.id::int as "transferId", entry.id::int as "entryId",
       $2::uuid as "actionId", $3::int as units
     from public.turns as turn
     join private.ledger_hold as hold on hold.id = hold_id
     join private.ledger_transfer as transfer
       on transfer.operation_key = 'settle:' || hold.operation_key
     join private.ledger_entry as entry on transfer_id = transfer.id
     join private.ledger_account as account
       on account.id = account_id and account.owner_id = user_id
     where turn.id = $1`,
    [turn, action, units],
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
