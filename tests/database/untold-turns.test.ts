// untold-turns: a turn does not need Realtime, whatever is wrong with it.
import { expect, it } from 'vitest';
import { openPool } from '../support/open-pool.ts';
import { ownDatabase } from '../support/own-database.ts';
import { begin, checkpoint, end, makeCharacter, makePerson, overSql } from '../support/turn.ts';

const database = ownDatabase({ connections: 1 });

it.each([
  ['its table being locked', 'lock table realtime.messages in access exclusive mode', false],
  [
    'its table taking no rows',
    'alter table realtime.messages add constraint broken check (topic is null) not valid',
    true,
  ],
])('%s: a turn goes on and is charged', async (_, breakage, isCommitted) => {
  const call = overSql(database.pool);
  const user = await makePerson(database.pool, 100);
  const character = await makeCharacter(database.pool, { price: 2 });
  const admin = openPool({ connectionString: database.adminUrl, max: 1 });
  try {
    await admin.query('begin');
    await admin.query(breakage);
    if (isCommitted) await admin.query('commit');
    const turn = await begin(call, { user, character });
    await checkpoint(call, turn, 'Whole');
    const receipt = await end(call, turn, { text: 'Whole.' });
    expect(receipt).toMatchObject({ state: 'complete', charged_credits: 2 });
    await admin.query(isCommitted ? 'select' : 'rollback');
    const { rows } = await admin.query(
      `select content, (select count(*)::int from realtime.messages
         where topic = 'conversation:' || conversation_id) as told
       from public.messages where conversation_id = $1 and role = 'assistant'`,
      [turn.conversation_id],
    );
    expect(rows).toEqual([{ content: 'Whole.', told: 0 }]);
  } finally {
    await admin.end();
  }
});
