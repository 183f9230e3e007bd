// summaries: what a long conversation keeps of its beginning.
import { beforeAll, describe, expect, it } from 'vitest';
import { createCharacter } from '../support/chat.ts';
import { createPerson, type Person } from '../support/person.ts';
import { sql } from '../support/sql.ts';
import { anew, asService, saidIn, type Talk, talk } from '../support/talk.ts';
import { begin, end } from '../support/turn.ts';

let owner: Person;
let character: { id: string; slug: string };

beforeAll(async () => {
  [owner, character] = await Promise.all([
    createPerson({ credits: 100_000 }),
    createCharacter({ price: 1 }),
  ]);
  await sql`update public.characters set context_messages = 4 where id = ${character.id}`;
});

const pairs = (count: number) =>
  Array.from({ length: count }, (_, nr): [string, string] => [`Q${nr}?`, `A${nr}.`]);

interface Task {
  previous_message_id: string | null;
  previous: string | null;
  message_id: string;
  messages: { role: string; content: string }[];
}

const taskOf = ({ conversation }: Talk) =>
  asService('summary_task', { p_conversation_id: conversation }) as Promise<Task | null>;

function store({ conversation }: Talk, task: Task, content = 'In short.'): Promise<unknown> {
  return asService('store_summary', {
    p_conversation_id: conversation,
    p_previous_message_id: task.previous_message_id,
    p_message_id: task.message_id,
    p_content: content,
    p_usage: { provider: 'openai', model: 'gpt-4.1-mini', input_tokens: 100, output_tokens: 10 },
  });
}

const ask = ({ chat }: Talk, text = 'Now?') => begin(asService, { user: owner.id, chat, text });

describe('a window that is full', () => {
  it('wants a summary of its older half, which then stands in the prompt', async () => {
    const one = await talk(owner, character.slug, ...pairs(3));
    const task = (await taskOf(one)) as Task;
    expect(task.messages.map(({ content }) => content)).toEqual(['Q0?', 'A0.', 'Q1?', 'A1.']);
    expect(await store(one, task)).toBe(true);
    const turn = await ask(one);
    expect(turn.system_prompt).toContain('In short.');
    expect(saidIn(turn)).toEqual(['Q2?', 'A2.', 'Now?']);
  });

  it('is told by the settlement, once it is full and not before', async () => {
    const one = await talk(owner, character.slug, ...pairs(1));
    const wants = async () => {
      const turn = await ask(one);
      const args = { p_turn_id: turn.turn_id, p_attempt: 1, p_state: 'complete', p_text: 'Yes.' };
      return ((await asService('settle_turn', args)) as { wants: string[] }).wants;
    };
    expect(await wants()).not.toContain('summary');
    expect(await wants()).toContain('summary');
  });

  it('grows by what came since', async () => {
    const one = await talk(owner, character.slug, ...pairs(3));
    await store(one, (await taskOf(one)) as Task);
    for (const [question, answer] of pairs(2)) {
      await end(asService, await ask(one, question), { text: answer });
    }
    const task = (await taskOf(one)) as Task;
    expect(task.previous).toBe('In short.');
    expect(task.messages.map(({ content }) => content)).toEqual(['Q2?', 'A2.', 'Q0?', 'A0.']);
  });

  it('may be full of few long messages, too', async () => {
    const long = 'word '.repeat(900);
    const one = await talk(owner, character.slug, [long, long], ['Q?', 'A.']);
    await sql`update public.characters set context_tokens = 500 where id = ${character.id}`;
    const task = await taskOf(one);
    await sql`update public.characters set context_tokens = 8000 where id = ${character.id}`;
    expect(task?.messages).toHaveLength(2);
  });
});

describe('a model that says nothing', () => {
  const wantsOf = async (one: Talk) => {
    const { turn_id } = await ask(one);
    const args = { p_turn_id: turn_id, p_attempt: 1, p_state: 'complete', p_text: 'Yes.' };
    return ((await asService('settle_turn', args)) as { wants: string[] }).wants;
  };

  it('is asked again after half a window, and not after each answer', async () => {
    const one = await talk(owner, character.slug, ...pairs(3));
    expect(await store(one, (await taskOf(one)) as Task, ' ')).toBe(false);
    expect(await wantsOf(one)).not.toContain('summary');
    expect(await wantsOf(one)).toContain('summary');
    expect(await store(one, (await taskOf(one)) as Task)).toBe(true);
    expect((await ask(one)).system_prompt).toContain('In short.');
  });

  it('leaves the summary that there is', async () => {
    const one = await talk(owner, character.slug, ...pairs(3));
    await store(one, (await taskOf(one)) as Task);
    for (const [question, answer] of pairs(2))
      await end(asService, await ask(one, question), { text: answer });
    expect(await store(one, (await taskOf(one)) as Task, '')).toBe(false);
    expect((await ask(one)).system_prompt).toContain('In short.');
  });
});

describe('a summary', () => {
  it('is asked for no more at once than two windows hold, the oldest first', async () => {
    const long = (nr: number) => `${nr} ${'word '.repeat(900)}`;
    const one = await talk(
      owner,
      character.slug,
      ...[0, 2, 4, 6].map((nr): [string, string] => [long(nr), long(nr + 1)]),
    );
    await sql`update public.characters set context_tokens = 2000 where id = ${character.id}`;
    const task = await taskOf(one);
    await sql`update public.characters set context_tokens = 500 where id = ${character.id}`;
    const short = await taskOf(one);
    await sql`update public.characters set context_tokens = 8000 where id = ${character.id}`;
    expect(task?.messages.map(({ content }) => content[0])).toEqual(['0', '1', '2', '3']);
    expect(short?.messages.map(({ content }) => content.length)).toEqual([4 * 500, 4 * 500]);
  });

  it('tells of no question without an answer, as one that was blocked', async () => {
    const one = await talk(owner, character.slug, ...pairs(1));
    const { turn_id } = await ask(one, 'Forbidden');
    await asService('settle_turn', {
      p_turn_id: turn_id,
      p_attempt: 1,
      p_state: 'failed',
      p_text: '',
      p_error_code: 'message_blocked',
    });
    for (const [question, answer] of pairs(3))
      await end(asService, await ask(one, question), { text: answer });
    const task = (await taskOf(one)) as Task;
    const told = task.messages.map(({ content }) => content);
    expect(told).toEqual(['Q0?', 'A0.', 'Q0?', 'A0.', 'Q1?', 'A1.']);
  });

  it('of two workers at once is kept once', async () => {
    const one = await talk(owner, character.slug, ...pairs(3));
    const task = (await taskOf(one)) as Task;
    const kept = await Promise.all([1, 2, 3, 4, 5].map((nr) => store(one, task, `Short ${nr}.`)));
    expect(kept.filter(Boolean)).toHaveLength(1);
  });

  it('does not tell of another branch', async () => {
    const one = await talk(owner, character.slug, ...pairs(3));
    await store(one, (await taskOf(one)) as Task);
    const turn = await anew('begin_edit', one, one.ids['Q1?'], 'Other?');
    expect(turn.system_prompt).not.toContain('In short.');
    expect(saidIn(turn)).toEqual(['Q0?', 'A0.', 'Other?']);
    await owner.client.rpc('select_branch', { p_message_id: one.ids['Q1?'] ?? '' }).throwOnError();
    expect((await ask(one)).system_prompt).toContain('In short.');
  });

  it('is forgotten when something it tells of is deleted', async () => {
    const one = await talk(owner, character.slug, ...pairs(3));
    await store(one, (await taskOf(one)) as Task);
    await owner.client.rpc('delete_message', { p_id: one.ids['Q0?'] ?? '' }).throwOnError();
    expect((await ask(one)).system_prompt).not.toContain('In short.');
  });

  it('is paid by the platform: its cost is recorded and nobody charged', async () => {
    const one = await talk(owner, character.slug, ...pairs(3));
    await store(one, (await taskOf(one)) as Task);
    const rows = await sql`
      select credits, cost_micros > 0 as has_cost from private.usage_record
      where user_id = ${owner.id} and action = 'summary' order by id desc limit 1`;
    expect(rows).toEqual([{ credits: 0, has_cost: true }]);
    const { data } = await owner.client.from('my_usage').select('action').throwOnError();
    expect(data.map(({ action }) => action)).not.toContain('summary');
  });
});
