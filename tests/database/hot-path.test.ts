// hot-path: what happens at each message reads by index only, whatever the catalog: so it takes the
// same time for the first person and for the millionth. `npm run bench -- growth` measures it.
import { expect, it } from 'vitest';
import { applyCatalog } from '../../scripts/catalog/apply-catalog.ts';
import { catalogNames, readCatalog } from '../../scripts/catalog/read-catalog.ts';
import { ownDatabase } from '../support/own-database.ts';
import { sequentialScans } from '../support/plans-of.ts';
import { begin, checkpoint, end, makeCharacter, makePerson, overSql } from '../support/turn.ts';

const database = ownDatabase({ connections: 2, limits: true });

/** Of one row, always. */
const SINGLETONS = ['catalog'];

it.each(await catalogNames())('a turn of %s reads by index only', async (name) => {
  await applyCatalog(await readCatalog(name), database.adminUrl);
  const user = await makePerson(database.pool, 1000);
  const character = await makeCharacter(database.pool, { price: 1 });
  const { pricing } = (await readCatalog(name)).characters.default ?? {};
  await database.pool.query('update public.characters set pricing = $2 where slug = $1', [
    character,
    pricing,
  ]);
  const scanned = await sequentialScans(database.adminUrl, async (client) => {
    const call = overSql(client);
    const first = await begin(call, { user, character, chat: 'a', text: 'Hello' });
    await checkpoint(call, first, 'So far');
    await end(call, first, { inputTokens: 10, outputTokens: 20 });
    await end(call, await begin(call, { user, character, chat: 'a' }), { text: '' });
    await begin(call, { user, character, chat: 'a', message: 'again' });
    await begin(call, { user, character, chat: 'a', message: 'again' });
  });
  expect(scanned.filter((relation) => !SINGLETONS.includes(relation))).toEqual([]);
});

it('an answer of the API reads by index only', async () => {
  await applyCatalog(await readCatalog('flowmatik'), database.adminUrl);
  const user = await makePerson(database.pool, 1000);
  await database.pool.query(
    `select private.grant_membership($1, 'starter', 'admin', $2, now(), null)`,
    [user, `test:${user}`],
  );
  const { rows } = await database.pool.query(
    `with key as (
       insert into public.api_keys (user_id, name, prefix, scopes, requests_per_minute,
         monthly_credits)
       values ($1, 'Test', 'parley_sk_abcdef', '{completions,models}', 60, 100) returning id
     )
     insert into private.api_key_secret (secret_hash, api_key_id)
     select private.hash_token(id::text), id from key returning secret_hash as hash`,
    [user],
  );
  const scanned = await sequentialScans(database.adminUrl, async (client) => {
    const begun = await client.query(
      `select public.begin_completion('key', repeat('a', 64), 'gpt-4.1-mini', '{}', 100, 1, 0, 50,
         p_key_hash => $1) ->> 'action_id' as id`,
      [rows[0].hash],
    );
    await client.query('select public.checkpoint_action($1, 10)', [begun.rows[0].id]);
    await client.query(`select public.settle_action($1, true, 1, null, '{}', 20)`, [
      begun.rows[0].id,
    ]);
  });
  expect(scanned.filter((relation) => !SINGLETONS.includes(relation))).toEqual([]);
});

it('a turn with a character of many facts, and its counting, read by index only', async () => {
  await applyCatalog(await readCatalog('flowmatik'), database.adminUrl);
  const user = await makePerson(database.pool, 1000);
  const character = await makeCharacter(database.pool, { price: 1 });
  await database.pool.query(
    `with card as (
       update public.characters set messages_per_day = 9, traits = '{witty,curious}', tone = 'warm'
       where slug = $1 returning id
     )
     insert into private.character_fact (character_id, fact)
     select id, 'Fact number ' || nr from card, generate_series(1, 500) as nr`,
    [character],
  );
  const scanned = await sequentialScans(database.adminUrl, async (client) => {
    const call = overSql(client);
    await end(call, await begin(call, { user, character, text: 'Which fact is number 77?' }));
    await client.query('select private.sum_usage()');
    await client.query('select private.show_statistics()');
    await client.query(`select public.search_characters('testa')`);
    await client.query(`select public.search_characters(null, '{bread}')`);
  });
  expect(scanned.filter((relation) => !SINGLETONS.includes(relation))).toEqual([]);
});

it('a paid action, a limited request and a look at what is left read by index only', async () => {
  await applyCatalog(await readCatalog('flowmatik'), database.adminUrl);
  const user = await makePerson(database.pool, 1000);
  await database.pool.query(
    `select private.grant_membership($1, 'business', 'admin', $2, now(), null)`,
    [user, `test:${user}`],
  );
  const scanned = await sequentialScans(database.adminUrl, async (client) => {
    const { rows } = await client.query(
      `select public.begin_action($1, 'image', 'key', 1) ->> 'action_id' as id`,
      [user],
    );
    await client.query('select public.settle_action($1, true, 1)', [rows[0].id]);
    await client.query(`select public.check_allowance($1, 'requests', '192.0.2.1')`, [user]);
    await client.query('select public.read_entitlements($1)', [user]);
  });
  expect(scanned.filter((relation) => !SINGLETONS.includes(relation))).toEqual([]);
});
