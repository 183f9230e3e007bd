// turns-context: what of a conversation the model is given.
import { beforeAll, expect, it } from 'vitest';
import { ownDatabase } from '../support/own-database.ts';
import {
  begin,
  type Call,
  type CharacterOptions,
  checkpoint,
  type Ending,
  end,
  makeCharacter,
  makePerson,
  overSql,
} from '../support/turn.ts';

const database = ownDatabase({ connections: 4 });
let call: Call;
beforeAll(() => {
  call = overSql(database.service);
});

interface Conversation {
  say: (text: string) => ReturnType<typeof begin>;
}

async function converse(options: CharacterOptions = {}): Promise<Conversation> {
  const [user, character] = await Promise.all([
    makePerson(database.pool, 1000),
    makeCharacter(database.pool, options),
  ]);
  return { say: (text) => begin(call, { user, character, chat: 'c', text }) };
}

async function turn({ say }: Conversation, text: string, ending: Ending): Promise<void> {
  await end(call, await say(text), ending);
}

async function contextOf({ say }: Conversation): Promise<string[]> {
  return (await say('Now?')).messages.map(({ role, content }) => `${role}: ${content}`);
}

it('the conversation so far is given oldest first, the new message last', async () => {
  const conversation = await converse();
  await turn(conversation, 'One?', { text: 'One.' });
  await turn(conversation, 'Two?', { text: 'Two.' });
  expect(await contextOf(conversation)).toEqual([
    'user: One?',
    'assistant: One.',
    'user: Two?',
    'assistant: Two.',
    'user: Now?',
  ]);
});

it('what was delivered of a stopped and of an interrupted answer is given', async () => {
  const conversation = await converse();
  await turn(conversation, 'One?', { state: 'stopped', text: 'On' });
  await turn(conversation, 'Two?', { state: 'interrupted', text: 'Tw' });
  const context = await contextOf(conversation);
  expect(context).toEqual(expect.arrayContaining(['assistant: On', 'assistant: Tw']));
});

it('a failed turn is not given, neither its message nor its empty answer', async () => {
  const conversation = await converse();
  await turn(conversation, 'One?', { text: 'One.' });
  await turn(conversation, 'Lost?', { state: 'failed', text: '' });
  expect(await contextOf(conversation)).toEqual(['user: One?', 'assistant: One.', 'user: Now?']);
});

it('an answer that still streams is not given', async () => {
  const conversation = await converse();
  await checkpoint(call, await conversation.say('One?'), 'On');
  expect(await contextOf(conversation)).not.toContain('assistant: On');
});

it.each([
  [0, ['user: Now?']],
  [1, ['user: Now?']],
  [3, ['user: Two?', 'assistant: Two.', 'user: Now?']],
])('at most %i earlier messages are given, from one of the person on', async (most, expected) => {
  const conversation = await converse({ contextMessages: most });
  await turn(conversation, 'One?', { text: 'One.' });
  await turn(conversation, 'Two?', { text: 'Two.' });
  expect(await contextOf(conversation)).toEqual(expected);
});

it('a message sent again is asked with what came before it, not after', async () => {
  const conversation = await converse();
  const [user, character] = await Promise.all([
    makePerson(database.pool, 1000),
    makeCharacter(database.pool, {}),
  ]);
  const lost = { user, character, chat: 'c', message: 'm', text: 'Lost?' };
  await end(call, await begin(call, lost), { state: 'failed', text: '' });
  const later = await begin(call, { user, character, chat: 'c', text: 'Later?' });
  await end(call, later, { text: 'Later.' });
  expect((await begin(call, lost)).messages).toEqual([{ role: 'user', content: 'Lost?' }]);
  expect(await contextOf(conversation)).toEqual(['user: Now?']);
});
