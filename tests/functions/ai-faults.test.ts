// ai-faults: what the caller of the API and the money get when something breaks (docs/faults.md).
import OpenAI from 'openai';
import { beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { waitUntil } from '../../local/wait-until.ts';
import { expireAction, sweepActions } from '../support/action.ts';
import {
  completionOf,
  createDeveloper,
  createModel,
  openaiFor,
  receiptOf,
  refusalOf,
} from '../support/developer.ts';
import { openGate } from '../support/open-gate.ts';
import { creditsOf } from '../support/person.ts';
import { connect, sqlOne } from '../support/sql.ts';
import { readJournal } from '../support/upstream-journal.ts';

const CREDITS = 1000;
let model: string;

beforeAll(async () => {
  model = await createModel();
});

async function arrive() {
  const person = await createDeveloper({ credits: CREDITS });
  const { completions } = openaiFor(person).chat;
  const ask = (content: string, options?: OpenAI.RequestOptions) =>
    completions.create({ model, messages: [{ role: 'user', content }], max_tokens: 200 }, options);
  const stream = (content: string, options?: OpenAI.RequestOptions) =>
    completions.create(
      { model, messages: [{ role: 'user', content }], max_tokens: 200, stream: true },
      options,
    );
  const left = async () => {
    const { available, held } = await creditsOf(person.id);
    return { spent: CREDITS - Number(available), held: Number(held) };
  };
  return { person, ask, stream, left };
}

/** What of a stream arrives, and what it ends with. */
async function receive(stream: AsyncIterable<OpenAI.ChatCompletionChunk>) {
  let text = '';
  const chunks: OpenAI.ChatCompletionChunk[] = [];
  try {
    for await (const chunk of stream) {
      chunks.push(chunk);
      text += chunk.choices[0]?.delta.content ?? '';
    }
  } catch (error) {
    if (error instanceof OpenAI.APIError) return { text, chunks, error };
    throw error;
  }
  return { text, chunks };
}

/** The tokens that text counts as where the provider does not say. */
const counted = (text: string) => Math.ceil(Buffer.byteLength(text) / 4);

describe('a provider that fails before the first token', () => {
  it.each([
    ['is down', '[[status=503]]', 503, 'provider_unavailable'],
    ['is busy', '[[status=429]]', 503, 'provider_unavailable'],
    ['does not know our key', '[[status=401]]', 503, 'provider_unavailable'],
    ['says nothing', '[[stall_after=0]]', 503, 'provider_unavailable'],
    ['drops the connection', '[[cut_after=0]]', 503, 'provider_unavailable'],
    ['refuses the request', '[[status=400]]', 400, 'refused_by_provider'],
    [
      'finds it too long',
      '[[status=400 code=context_length_exceeded]]',
      400,
      'context_length_exceeded',
    ],
    ['has no word to say', '[[tokens=0]]', 502, 'empty_answer'],
  ])('%s: an error, streamed or not, and nothing is charged', async (_, fault, status, code) => {
    for (const way of ['ask', 'stream'] as const) {
      const { person, left, ...ways } = await arrive();
      const error = await refusalOf(ways[way](`Hello ${fault}`));
      expect([error.status, error.code]).toEqual([status, code]);
      expect(error.requestID).toMatch(/^[0-9a-f-]{36}$/);
      expect(JSON.stringify(error.error)).not.toMatch(/sk-|127\.0\.0\.1|stand-in/);
      expect(await left()).toEqual({ spent: 0, held: 0 });
      expect(await completionOf(person.id)).toMatchObject({ state: 'failed', error_code: code });
    }
  });

  it('but was asked to think for long is waited for', async () => {
    const { person } = await arrive();
    const answer = await openaiFor(person).chat.completions.create({
      model,
      messages: [{ role: 'user', content: 'Think! [[delay_ms=4000]]' }], // Of 3 s of patience.
      reasoning_effort: 'high',
      max_tokens: 200,
    });
    expect(receiptOf(answer).state).toBe('complete');
  });

  it('and recovers is asked again within the request', async () => {
    const { ask } = await arrive();
    const answer = await ask(`Hello ${crypto.randomUUID()} [[fail_times=2 status=503]]`);
    expect(receiptOf(answer).state).toBe('complete');
  });
});

describe('a request that the provider does not take', () => {
  const faults = [
    '[[status=400]]',
    '[[status=422]]',
    '[[status=413]]',
    '[[blocked]]',
    '[[status=400 code=context_length_exceeded]]',
  ];

  it.each(faults)('%s closes the provider to nobody: it is no failure of it', async (fault) => {
    const { ask } = await arrive();
    expect((await refusalOf(ask(`Hello ${fault}`))).status).toBe(400);
    expect(await failuresOf(model)).toBe(before);
  });

  it('as one that is down is', async () => {
    const { ask } = await arrive();
    await refusalOf(ask('Hello [[status=503]]'));
    expect(await failuresOf(model)).toBe(before + 1);
  });

  let before: number;
  beforeEach(async () => {
    before = await failuresOf(model);
  });
});

describe('a provider that breaks in mid-answer', () => {
  it.each([
    ['drops the connection', '[[cut_after=20]]'],
    ['closes without an end', '[[end_after=20]]'],
    ['reports an error', '[[error_after=20]]'],
    ['falls silent', '[[stall_after=20]]'],
  ])('%s: the stream ends with an error, what came is charged', async (_, fault) => {
    const { person, stream, left } = await arrive();
    const { text, chunks, error } = await receive(await stream(`All! [[tokens=90]] ${fault}`));
    expect(text).not.toBe('');
    expect(error?.code).toBe('answer_interrupted');
    expect(chunks.every(({ choices }) => choices[0]?.finish_reason === null)).toBe(true);
    expect(await left()).toEqual({ spent: counted(text), held: 0 });
    expect(await completionOf(person.id)).toMatchObject({
      state: 'interrupted',
      delivered_bytes: Buffer.byteLength(text),
      error_code: 'answer_interrupted',
    });
  });

  it('costs nothing where nothing was streamed', async () => {
    const { person, ask, left } = await arrive();
    const error = await refusalOf(ask('All! [[tokens=90]] [[cut_after=20]]'));
    expect([error.status, error.code]).toEqual([503, 'provider_unavailable']);
    expect(await left()).toEqual({ spent: 0, held: 0 });
    expect(await completionOf(person.id)).toMatchObject({ state: 'failed', delivered_bytes: 0 });
  });
});

describe('odd but whole answers', () => {
  it('without usage are charged by what was delivered', async () => {
    const { ask, left } = await arrive();
    const answer = await ask('Hello [[no_usage]]');
    const text = answer.choices[0]?.message.content ?? '';
    expect(answer.usage).toBeUndefined();
    expect(await left()).toEqual({ spent: counted(text), held: 0 });
  });

  it.each(['[[keepalive]]', '[[crlf]]', '[[split_utf8]]', '[[garbage]]'])(
    '%s come through',
    async (form) => {
      const { stream } = await arrive();
      const { text, chunks, error } = await receive(await stream(`Hëllo ${form}`));
      expect(error).toBeUndefined();
      expect(text).toContain('Hëllo');
      expect(chunks.at(-1)?.choices[0]?.finish_reason).toBe('stop');
    },
  );

  it('stopped by the content filter say so', async () => {
    const { ask } = await arrive();
    const { choices } = await ask('Hello [[finish=content_filter]]');
    expect(choices[0]?.finish_reason).toBe('content_filter');
  });
});

describe('a caller who leaves', () => {
  it('in mid-stream stops the model and pays for what was delivered', async () => {
    const { person, stream, left } = await arrive();
    const gate = crypto.randomUUID();
    const events = await stream(`Go on [[tokens=90]] [[gate=${gate} after=10]]`);
    let text = '';
    for await (const chunk of events) {
      text += chunk.choices[0]?.delta.content ?? '';
      if (text.length > 20) break;
    }
    const ended = await waitUntil('the end', async () => {
      const now = await completionOf(person.id);
      return now.state !== 'running' && now;
    });
    expect(ended).toMatchObject({ state: 'interrupted', error_code: 'caller_left' });
    expect(ended.delivered_bytes).toBeGreaterThanOrEqual(Buffer.byteLength(text));
    const charged = Math.ceil(Number(ended.delivered_bytes) / 4);
    expect(charged).toBeLessThan(90);
    expect(await left()).toEqual({ spent: charged, held: 0 });
    await waitUntil('the model to be stopped', () => isCancelled(gate));
  });

  it.each(['ask', 'stream'] as const)('before the first word pays nothing: %s', async (way) => {
    const { person, left, ...ways } = await arrive();
    const gate = crypto.randomUUID();
    const leaving = new AbortController();
    const asked = ways[way](`Go on [[gate=${gate} after=0]]`, { signal: leaving.signal });
    const gone = expect(asked).rejects.toThrow('aborted');
    await waitUntil('the model to be asked', () => isAsked(gate));
    leaving.abort();
    await gone;
    await waitUntil('the end', async () => (await completionOf(person.id)).state === 'failed');
    expect(await completionOf(person.id)).toMatchObject({ error_code: 'caller_left' });
    expect(await left()).toEqual({ spent: 0, held: 0 });
    await waitUntil('the model to be stopped', () => isCancelled(gate));
  });

  it('while a whole answer is made pays for what was made', async () => {
    const { person, ask, left } = await arrive();
    const gate = crypto.randomUUID();
    const leaving = new AbortController();
    const asked = ask(`Go on [[tokens=90]] [[gate=${gate} after=10]]`, { signal: leaving.signal });
    const gone = expect(asked).rejects.toThrow('aborted');
    await waitUntil('the model to have begun', () => hasArrived(gate));
    // What the model said before has come in when the functions answer another request.
    await openaiFor(person).models.list();
    leaving.abort();
    await gone;
    const ended = await waitUntil('the end', async () => {
      const now = await completionOf(person.id);
      return now.state !== 'running' && now;
    });
    expect(ended).toMatchObject({ state: 'interrupted', error_code: 'caller_left' });
    const { spent, held } = await left();
    expect([spent > 0, spent < 90, held]).toEqual([true, true, 0]);
  });
});

describe('a worker that is lost in mid-stream', () => {
  it('leaves what it delivered: the sweep charges that, and later news true it up', async () => {
    const { person, stream, left } = await arrive();
    const gate = crypto.randomUUID();
    const events = await stream(`Go on [[tokens=90]] [[gate=${gate} after=40]]`);
    const received = receive(events);
    const { id, delivered_bytes } = await waitUntil('a checkpoint', async () => {
      const now = await completionOf(person.id);
      return Number(now.delivered_bytes) > 100 && now;
    });
    const db = await connect();
    // As if it had been silent for as long as a worker that is gone.
    await waitUntil('the sweep', async () => {
      await expireAction(db, id);
      await sweepActions(db);
      return (await completionOf(person.id)).state === 'interrupted';
    });
    db.release();
    const swept = await completionOf(person.id);
    expect(swept).toMatchObject({ error_code: 'worker_lost' });
    expect(Number(swept.delivered_bytes)).toBeGreaterThanOrEqual(Number(delivered_bytes));
    expect(await left()).toEqual({
      spent: Math.ceil(Number(swept.delivered_bytes) / 4),
      held: 0,
    });

    await openGate(gate);
    const { chunks } = await received;
    expect(receiptOf(chunks.at(-1) ?? {})).toMatchObject({ state: 'complete' });
    expect(await left()).toEqual({ spent: 90, held: 0 });
  });
});

async function failuresOf(asked: string): Promise<number> {
  const { failures } = await sqlOne<{ failures: number }>`
    select count(*)::integer as failures from private.provider_failure where model = ${asked}`;
  return failures;
}

async function isCancelled(contains: string): Promise<boolean> {
  return (await readJournal({ contains, outcome: 'cancelled' })).length === 1;
}

async function isAsked(contains: string): Promise<boolean> {
  return (await readJournal({ contains })).length === 1;
}

async function hasArrived(gate: string): Promise<boolean> {
  const state = await fetch(new URL(`/__control/gates/${gate}`, inject('stack').openaiUrl));
  return ((await state.json()) as { arrived: number }).arrived > 0;
}
