// thoughts: what a model thinks aloud is shown, moderated like its answer, and counted where an
// answer of it alone fails.
import { beforeAll, expect, it } from 'vitest';
import { type Admin, createAdmin } from '../support/admin.ts';
import { createCharacter, post, readAnswer, send } from '../support/chat.ts';
import { createAskedModel, giveFallbacks } from '../support/fallbacks.ts';
import { limitPeople } from '../support/limited-plan.ts';
import { decisionsOf, forbidWord } from '../support/moderation.ts';
import { createPerson, creditsOf, type Person } from '../support/person.ts';
import { sql, sqlOne } from '../support/sql.ts';
import { turnThatStreams } from '../support/turn-that-streams.ts';

const PRICE = 10;
let admin: Admin;
let model: string;
let character: string;

beforeAll(async () => {
  admin = await createAdmin();
  model = await createAskedModel();
  const { id, slug } = await createCharacter({ price: PRICE, maxOutputTokens: 100 });
  await sql`update public.characters set model = ${model} where id = ${id}`;
  character = slug;
});

const untouched = { available: PRICE, held: 0 };
const arrive = () => createPerson({ credits: PRICE });
const ask = (person: Person, text: string) => send(person, { text, character });

function thoughtsIn({ chunks }: Awaited<ReturnType<typeof send>>): string {
  return chunks.flatMap((it) => (it.type === 'reasoning-delta' ? [it.delta] : [])).join('');
}

it('a pattern that thoughts meet withholds the whole answer, free, and is recorded', async () => {
  const person = await arrive();
  const word = await forbidWord(admin, 'block', 'output');
  const answer = await ask(person, `Hello [[reasoning=I think ${word}, so]] [[say=Fine.]]`);
  expect(answer.error?.code).toBe('answer_blocked');
  expect(await creditsOf(person.id)).toEqual(untouched);
  expect(await storedAnswer(person)).toBe('');
  expect(await decisionsOf(person)).toMatchObject([
    { direction: 'input', action: 'allow' },
    { direction: 'output', action: 'block', source: 'pattern', category: 'test-word' },
  ]);
});

it('thoughts that meet a pattern are cut on the way, before any word', async () => {
  const person = await arrive();
  const word = await forbidWord(admin, 'block', 'output');
  // The gate stays closed: only the checkpoint can end this.
  const gate = `[[gate=${crypto.randomUUID()} after=0]]`;
  const answer = await ask(person, `Hello [[reasoning=I think ${word}, so]] ${gate}`);
  expect(answer.error?.code).toBe('answer_blocked');
  expect(await creditsOf(person.id)).toEqual(untouched);
});

it('the provider judges thoughts and words together', async () => {
  const person = await arrive();
  const answer = await ask(person, 'Hello [[reasoning=I will hurt you.]] [[say=Good day.]]');
  expect(answer.error?.code).toBe('answer_blocked');
  expect(await decisionsOf(person)).toMatchObject([
    { direction: 'input', action: 'allow' },
    {
      direction: 'output',
      action: 'block',
      source: 'provider',
      category: 'harassment/threatening',
      excerpt: 'I will hurt you.\nGood day.',
    },
  ]);
  expect(await creditsOf(person.id)).toEqual(untouched);
});

it('thoughts that meet nothing come with their answer, which is charged', async () => {
  const person = await arrive();
  const answer = await ask(person, 'Hello [[reasoning=Let me see.]] [[say=Good day.]]');
  expect([thoughtsIn(answer), answer.text]).toEqual(['Let me see.', 'Good day.']);
  expect(answer.metadata.receipt).toMatchObject({ state: 'complete', charged_credits: PRICE });
  expect(await storedAnswer(person)).toBe('Good day.');
});

it('an answer of thoughts alone is free, and what was seen is in its receipt', async () => {
  const person = await arrive();
  const answer = await ask(person, 'Hello [[reasoning=Let me see. Yes.]] [[tokens=0]]');
  expect([thoughtsIn(answer), answer.error?.code]).toEqual(['Let me see. Yes.', 'empty_answer']);
  expect(answer.error?.details.receipt).toMatchObject({
    state: 'failed',
    charged_credits: 0,
    output_tokens: 6,
  });
  expect(await creditsOf(person.id)).toEqual(untouched);
});

it('one that is stopped in its thoughts is, too, by four bytes a token', async () => {
  const person = await arrive();
  const gate = `[[gate=${crypto.randomUUID()} after=0]]`;
  const response = await post(person, {
    text: `Hello [[reasoning=Let me see, this is far to go.]] ${gate}`,
    character,
  });
  const { id } = await turnThatStreams(person);
  await person.client.rpc('stop_turn', { p_turn_id: id }).throwOnError();
  const answer = await readAnswer(response);
  expect(answer.error).toMatchObject({
    code: 'turn_stopped',
    details: { receipt: { charged_credits: 0, output_tokens: Math.ceil(30 / 4) } },
  });
  expect(thoughtsIn(answer)).toBe('Let me see, this is far to go.');
  expect(await creditsOf(person.id)).toEqual(untouched);
});

it('thoughts alone count for what a plan limits, a provider that is down does not', async () => {
  const person = await arrive();
  await limitPeople([person], [{ meter: 'messages', allowance: 1, window: 'day' }]);
  expect((await ask(person, 'Hello [[status=401]]')).error?.code).toBe('provider_unavailable');
  const thoughts = 'Hello [[reasoning=Let me see. Yes.]] [[tokens=0]]';
  expect((await ask(person, thoughts)).error?.code).toBe('empty_answer');
  expect((await ask(person, thoughts)).error?.code).toBe('quota_exceeded');
  expect(await creditsOf(person.id)).toEqual(untouched);
});

it('words that moderation took back are counted, when the provider did not', async () => {
  const person = await arrive();
  const answer = await ask(person, 'Hello [[say=I will hurt you. And you.]] [[no_usage]]');
  expect(answer.error).toMatchObject({
    code: 'answer_blocked',
    details: { receipt: { charged_credits: 0, output_tokens: Math.ceil(25 / 4) } },
  });
});

it('a model that is lost after its thoughts is booked as a loss of ours', async () => {
  const asked = await createAskedModel();
  await giveFallbacks(asked, [{ model: 'claude-haiku-4-5' }]);
  const { id, slug } = await createCharacter({ price: PRICE });
  await sql`update public.characters set model = ${asked} where id = ${id}`;
  const person = await arrive();
  const text =
    'Hello [[reasoning=Let me see, this is far to go.]] [[cut_after=0 only=siliconflow]]';
  const answer = await send(person, { text, character: slug });
  expect(answer.metadata.receipt).toMatchObject({
    state: 'complete',
    models: ['claude-haiku-4-5'],
    charged_credits: PRICE,
  });
  const { input } = await sqlOne<{ input: number }>`
    select input_tokens as input from public.turns where user_id = ${person.id}`;
  const usages = await sql`
    select provider, model, credits, cost_micros from private.usage_record
    where user_id = ${person.id} and action = 'lost_attempt'`;
  // 0.3 micros a token of input, 0.9 one of output, of which four bytes are one.
  const cost_micros = Math.ceil(input * 0.3 + 8 * 0.9);
  expect(usages).toEqual([{ provider: 'siliconflow', model: asked, credits: 0, cost_micros }]);
});

async function storedAnswer({ id }: Person): Promise<string> {
  const { content } = await sqlOne<{ content: string }>`
    select content from public.messages
    where id = (select assistant_message_id from public.turns where user_id = ${id})`;
  return content;
}
