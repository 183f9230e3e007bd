// chat-faults: what happens to the answer and the money when something breaks (docs/faults.md).
import { beforeAll, describe, expect, it } from 'vitest';
import { waitUntil } from '../../local/wait-until.ts';
import { createCharacter, parseEvents, post, readAnswer, send } from '../support/chat.ts';
import { openGate } from '../support/open-gate.ts';
import { createPerson, creditsOf, type Person } from '../support/person.ts';
import { connect, sql, sqlOne } from '../support/sql.ts';

const PRICE = 10;
let character: { slug: string };

beforeAll(async () => {
  character = await createCharacter({ price: PRICE, maxOutputTokens: 100 });
});

describe('a provider that fails before the first token', () => {
  it.each([
    ['is down', '[[status=503]]'],
    ['breaks', '[[status=500]]'],
    ['is busy', '[[status=429]]'],
    ['does not know our key', '[[status=401]]'],
    ['says nothing', '[[stall_after=0]]'],
    ['drops the connection', '[[cut_after=0]]'],
  ])('%s: 503 and nothing is charged', async (_, directive) => {
    const person = await createPerson({ credits: PRICE });
    const answer = await send(person, { text: `Hello ${directive}`, character: character.slug });

    expect([answer.status, answer.error?.code]).toEqual([503, 'provider_unavailable']);
    expect(JSON.stringify(answer.error)).not.toMatch(/sk-|127\.0\.0\.1|stand-in/);
    expect(await creditsOf(person.id)).toEqual({ available: PRICE, held: 0 });
    expect(await turnOf(person)).toMatchObject({
      state: 'failed',
      charged_credits: 0,
      message_state: 'failed',
      content: '',
      error_code: 'provider_unavailable',
    });
  });

  it('an answer without a word costs nothing', async () => {
    const person = await createPerson({ credits: PRICE });
    const answer = await send(person, { text: 'Hush [[tokens=0]]', character: character.slug });
    expect([answer.status, answer.error?.code]).toEqual([502, 'empty_answer']);
    expect(await creditsOf(person.id)).toEqual({ available: PRICE, held: 0 });
  });

  it('that recovers is tried again within the turn', async () => {
    const person = await createPerson({ credits: PRICE });
    const text = `Hello ${crypto.randomUUID()} [[fail_times=2 status=503]]`;
    const answer = await send(person, { text, character: character.slug });
    expect(answer.metadata.receipt).toMatchObject({ state: 'complete', charged_credits: PRICE });
  });

  it('the same message sent again later succeeds and is charged once', async () => {
    const person = await createPerson({ credits: PRICE });
    const text = `Hello ${crypto.randomUUID()} [[fail_times=3 status=503]]`;
    const message = { id: 'm', chat: 'c', text, character: character.slug };
    expect((await send(person, message)).status).toBe(503);
    const answer = await send(person, message);
    expect(answer.metadata.receipt).toMatchObject({ state: 'complete', charged_credits: PRICE });
    expect(await creditsOf(person.id)).toEqual({ available: 0, held: 0 });
    expect(await turnOf(person)).toMatchObject({ attempt: 2, state: 'complete' });
  });
});

describe('a provider that breaks in mid-stream', () => {
  it.each([
    ['drops the connection', '[[cut_after=20]]'],
    ['closes without an end', '[[end_after=20]]'],
    ['reports an error', '[[error_after=20]]'],
    ['falls silent', '[[stall_after=20]]'],
  ])('%s: an error event, and only what was delivered is charged', async (_, directive) => {
    const person = await createPerson({ credits: PRICE });
    const text = `Tell me all [[tokens=90]] ${directive}`;
    const answer = await send(person, { text, character: character.slug });

    expect(answer.text).not.toBe('');
    expect(answer.error?.code).toBe('answer_interrupted');
    expect(answer.chunks.some(({ type }) => type === 'finish')).toBe(false);
    const turn = await turnOf(person);
    expect(turn).toMatchObject({ state: 'interrupted', message_state: 'interrupted' });
    expect(turn.content).toBe(answer.text);
    const delivered = Math.ceil(Buffer.byteLength(answer.text) / 4);
    const charged = Math.ceil((PRICE * delivered) / 100);
    expect(turn.charged_credits).toBe(charged);
    expect(charged).toBeGreaterThan(0);
    expect(charged).toBeLessThan(PRICE);
    expect(await creditsOf(person.id)).toEqual({ available: PRICE - charged, held: 0 });
  });

  it('the same message sent again gives what was kept, without another charge', async () => {
    const person = await createPerson({ credits: PRICE });
    const text = 'Tell me all [[tokens=90]] [[cut_after=20]]';
    const message = { id: 'm', chat: 'c', text, character: character.slug };
    const first = await send(person, message);
    const again = await send(person, message);
    expect(again.text).toBe(first.text);
    expect(again.error?.code).toBe('answer_interrupted');
    expect(again.error?.details).toEqual(first.error?.details);
  });
});

describe('odd but whole answers', () => {
  it.each([
    ['without usage', '[[no_usage]]'],
    ['with comments between events', '[[keepalive]]'],
    ['with carriage returns', '[[crlf]]'],
    ['with letters split over two packets', '[[split_utf8]]'],
    ['cut at the token limit', '[[finish=length]]'],
  ])('%s: complete, at the full price', async (_, directive) => {
    const person = await createPerson({ credits: PRICE });
    const answer = await send(person, { text: `Hëllo ${directive}`, character: character.slug });
    expect(answer.error).toBeUndefined();
    expect(answer.text).not.toContain('\ufffd');
    expect(answer.metadata.receipt).toMatchObject({ state: 'complete', charged_credits: PRICE });
    expect((await turnOf(person)).content).toBe(answer.text);
  });
});

describe('a database that is away', () => {
  it('when the turn is settled: tried again, complete and charged once', async () => {
    const person = await createPerson({ credits: PRICE });
    const gate = crypto.randomUUID();
    const text = `Wait [[tokens=20]] [[gate=${gate} after=10]]`;
    const response = await post(person, { text, character: character.slug });
    const locked = await connect();
    try {
      // What a settlement waits for longer than PostgREST's statement may take.
      await locked.query('begin');
      await locked.query('select from private.ledger_account where owner_id = $1 for update', [
        person.id,
      ]);
      const answer = readAnswer(response);
      await openGate(gate);
      const isLate = async () => {
        const waiting = await sql`
          select from pg_stat_activity where wait_event_type = 'Lock' and query ~ 'settle_turn'
            and query_start < clock_timestamp() - interval '7 seconds'`;
        return waiting.length > 0;
      };
      await waitUntil('the settlement to be late', isLate, { timeoutMs: 12_000 });
      await waitUntil('it to give up', async () => !(await isLate()));
      await locked.query('rollback');
      expect((await answer).metadata.receipt).toMatchObject({ charged_credits: PRICE });
    } finally {
      locked.release(true);
    }
    expect(await creditsOf(person.id)).toEqual({ available: 0, held: 0 });
  });
});

describe('text that no database keeps', () => {
  it('is stored without what cannot be stored, and the turn ends as any other', async () => {
    const person = await createPerson({ credits: PRICE });
    const answer = await send(person, { text: 'Hello [[garbage]]', character: character.slug });
    expect(answer.metadata.receipt).toMatchObject({ state: 'complete', charged_credits: PRICE });
    expect((await turnOf(person)).content).toMatch(/ab\ufffdc$/);
  });
});

describe('a caller that disconnects', () => {
  it('in mid-stream: the answer is finished, stored and charged', async () => {
    const person = await createPerson({ credits: PRICE });
    const gate = crypto.randomUUID();
    const leaving = new AbortController();
    const text = `Go on without me [[tokens=40]] [[gate=${gate} after=10]]`;
    const { signal } = leaving;
    const response = await post(person, { text, character: character.slug, signal });
    const reader = response.body?.getReader();
    await reader?.read();
    leaving.abort();
    await openGate(gate);

    const turn = await waitUntil('the turn to end', async () => {
      const now = await turnOf(person);
      return now.state !== 'streaming' && now;
    });
    expect(turn).toMatchObject({ state: 'complete', charged_credits: PRICE });
    expect(await creditsOf(person.id)).toEqual({ available: 0, held: 0 });
  });

  it('and comes back with the same message: the whole answer from its beginning', async () => {
    const person = await createPerson({ credits: PRICE });
    const gate = crypto.randomUUID();
    const leaving = new AbortController();
    const text = `Wait for me [[tokens=40]] [[gate=${gate} after=10]]`;
    const message = { id: 'm', chat: 'c', text, character: character.slug };
    const response = await post(person, { ...message, signal: leaving.signal });
    await response.body?.getReader().read();
    leaving.abort();

    const back = await post(person, message);
    const seen = readText(back);
    await openGate(gate);
    const turn = await waitUntil('the turn to end', async () => {
      const now = await turnOf(person);
      return now.state === 'complete' && now;
    });
    expect(await seen).toBe(turn.content);
    expect(await creditsOf(person.id)).toEqual({ available: 0, held: 0 });
  });
});

async function readText(response: Response): Promise<string> {
  const chunks = parseEvents(await response.text());
  return chunks.flatMap((chunk) => (chunk.type === 'text-delta' ? [chunk.delta] : [])).join('');
}

interface StoredTurn {
  state: string;
  attempt: number;
  charged_credits: number;
  error_code: string | null;
  message_state: string;
  content: string;
}

/** The only turn of a person, with its answer. */
function turnOf(person: Person): Promise<StoredTurn> {
  return sqlOne<StoredTurn>`
    select turn.state, attempt, charged_credits, error_code, answer.state as message_state, content
    from public.turns as turn join public.messages as answer on answer.id = assistant_message_id
    where user_id = ${person.id}`;
}
