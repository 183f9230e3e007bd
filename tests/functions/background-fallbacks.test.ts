// background-fallbacks: titles and summaries when the model that answered fails afterwards. On a
// stack of its own: one provider is away for everybody there.
import { beforeAll, expect, it } from 'vitest';
import { waitUntil } from '../../local/wait-until.ts';
import { post, readAnswer } from '../support/chat.ts';
import { ownStack, type Somebody } from '../support/own-stack.ts';
import { makeCharacter } from '../support/turn.ts';

const MODEL = 'llama-3.1-8b-instant'; // Groq's
const FALLBACK = 'gpt-4.1-mini';

const own = ownStack();
let person: Somebody;
let character: string;

beforeAll(async () => {
  person = await own.signUp();
  character = await makeCharacter(own.pool, { price: 0, contextMessages: 2 });
  await own.pool.query('update public.characters set model = $2 where slug = $1', [
    character,
    MODEL,
  ]);
  await own.pool.query('select private.put_model_fallbacks($1, $2)', [
    MODEL,
    JSON.stringify([{ model: FALLBACK }]),
  ]);
});

const control = (path: string, method = 'GET', body?: object) =>
  fetch(new URL(`/__control/${path}`, own.stack.openaiUrl), {
    method,
    ...(body ? { body: JSON.stringify(body) } : {}),
  });

/** An answer of Groq's, which is away before the background work begins. */
async function answerThenLeave(chat: string): Promise<void> {
  const gate = crypto.randomUUID();
  await control('outage', 'DELETE');
  const text = `Tell me [[tokens=20]] [[gate=${gate} after=10]]`;
  const answer = post(person, { chat, text, character }, own.stack.apiUrl).then(readAnswer);
  await waitUntil('the answer to wait', async () => {
    const state = (await (await control(`gates/${gate}`)).json()) as { arrived: number };
    return state.arrived > 0;
  });
  await control('outage', 'POST', { status: 503, provider: 'groq' });
  await control(`gates/${gate}`, 'POST');
  expect((await answer).metadata.receipt).toMatchObject({ state: 'complete', models: [MODEL] });
}

const modelsOf = async (action: string): Promise<string[]> => {
  const { rows } = await own.pool.query(
    'select model from private.usage_record where user_id = $1 and action = $2',
    [person.id, action],
  );
  return rows.map(({ model }) => model);
};

it('the fallback makes the title, and then the summary', async () => {
  const chat = crypto.randomUUID();
  await answerThenLeave(chat);
  await waitUntil('a title', async () => (await modelsOf('title')).length > 0);
  expect(await modelsOf('title')).toEqual([FALLBACK]);
  const { data } = await person.client.from('conversations').select('title').single();
  expect(data?.title).toBeTruthy();

  await answerThenLeave(chat);
  await waitUntil('a summary', async () => (await modelsOf('summary')).length > 0);
  expect(await modelsOf('summary')).toEqual([FALLBACK]);
  expect(await modelsOf('title')).toHaveLength(1);
});

it('when all are away nothing is made, and the next answer tries again', async () => {
  const chat = crypto.randomUUID();
  await own.pool.query('delete from private.usage_record');
  await own.pool.query('delete from public.model_fallbacks where model = $1', [MODEL]);
  await answerThenLeave(chat);
  await waitUntil('the question for a title', async () => {
    const asked = await control('requests?provider=groq&contains=Write a title');
    return ((await asked.json()) as { requests: object[] }).requests.length >= 2;
  });
  expect(await modelsOf('title')).toEqual([]);
  await control('outage', 'DELETE');
  await readAnswer(await post(person, { chat, text: 'And now?' }, own.stack.apiUrl));
  await waitUntil('a title', async () => (await modelsOf('title')).length > 0);
  expect(await modelsOf('title')).toEqual([MODEL]);
});
