// vanished-rows: what a call needs is gone when it comes to it: refused by a code of ours, never by
// Postgres's own "query returned no rows".
import { beforeAll, describe, expect, it } from 'vitest';
import { createCharacter } from '../support/chat.ts';
import { converse } from '../support/conversation.ts';
import { createPerson, type Person } from '../support/person.ts';
import { sql, sqlOne } from '../support/sql.ts';
import { asService } from '../support/talk.ts';
import { refusalOf } from '../support/turn.ts';

const NOBODY = '00000000-0000-4000-8000-000000000000';
let anna: Person;
let character: { slug: string };

beforeAll(async () => {
  [anna, character] = await Promise.all([createPerson({ credits: 100 }), createCharacter()]);
});

describe('a message that no turn made', () => {
  it.each([
    ['begin_edit', 0, { p_text: 'Better' }],
    ['begin_regeneration', 1, {}],
    ['begin_continuation', 1, {}],
  ])('%s does not find it', async (name, nr, more) => {
    const { id } = await converse(anna, character.slug, ['From elsewhere', 'Brought in']);
    const messages = await sql<{ id: string }>`
      select id from public.messages where conversation_id = ${id} order by ordinal`;
    const args = { p_user_id: anna.id, p_chat_id: id, p_message_id: messages[nr]?.id, ...more };
    expect(await refusalOf(asService(name, args))).toMatchObject({
      code: 'PT404',
      message: 'message_not_found',
    });
  });
});

describe('a conversation that is gone', () => {
  it('wants no summary, and keeps none', async () => {
    expect(await asService('summary_task', { p_conversation_id: NOBODY })).toBeNull();
    const summary = { p_message_id: NOBODY, p_content: 'In short.', p_usage: {} };
    expect(await asService('store_summary', { p_conversation_id: NOBODY, ...summary })).toBe(false);
  });
});

describe('what a key was used for, gone between two statements,', () => {
  const changed = { code: 'PT409', message: 'changed_meanwhile' };

  it('is told for an action', async () => {
    const repeat = sqlOne`
      select private.repeat_action(jsonb_populate_record(null::public.actions,
        ${JSON.stringify({ user_id: anna.id, client_key: 'gone' })}::jsonb))`;
    expect(await refusalOf(repeat)).toMatchObject({ ...changed, detail: '{"what": "action"}' });
  });

  it('is told for a message', async () => {
    const repeat = sqlOne`
      select private.repeat_message(jsonb_populate_record(null::public.turns,
        ${JSON.stringify({ user_id: anna.id, client_message_id: 'gone' })}::jsonb), null)`;
    expect(await refusalOf(repeat)).toMatchObject({ ...changed, detail: '{"what": "turn"}' });
  });
});

it.each([
  ['revoked', (id: string) => sqlOne`select private.revoke_membership(${id})`],
  [
    'replaced',
    (id: string) => sqlOne`select private.replace_membership(${id}, 'plus', now(), 'k')`,
  ],
])('a membership that went with its account cannot be %s', async (_, act) => {
  expect(await refusalOf(act(NOBODY))).toMatchObject({
    code: 'PT404',
    message: 'membership_not_found',
    detail: `{"membership_id": "${NOBODY}"}`,
  });
});
