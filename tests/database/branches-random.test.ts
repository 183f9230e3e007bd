// branches-random: whatever is said anew, chosen, deleted and restored in whatever order, what is
// shown is one path through the conversation, and what was chosen is on it.
import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { createCharacter } from '../support/chat.ts';
import { checkRandomly, timeLimitMs } from '../support/check-randomly.ts';
import { createPerson, type Person } from '../support/person.ts';
import { sql } from '../support/sql.ts';
import { anew, asService, type Operation } from '../support/talk.ts';
import { begin, end, refusalOf } from '../support/turn.ts';

type Verb = 'send' | Operation | 'select_branch' | 'delete_message' | 'restore_message';

interface Step {
  verb: Verb;
  /** Of the messages, by how far they are from the first. */
  place: number;
  isFailure: boolean;
}

interface Message {
  id: string;
  parent_id: string | null;
  role: string;
  is_current: boolean;
  is_deleted: boolean;
}

const steps: fc.Arbitrary<Step> = fc.record({
  verb: fc.constantFrom<Verb>(
    ...(['send', 'send', 'begin_edit', 'begin_regeneration'] as const),
    ...(['select_branch', 'select_branch', 'delete_message', 'restore_message'] as const),
  ),
  place: fc.nat(1000),
  isFailure: fc.boolean(),
});

let owner: Person;
let character: { slug: string };

beforeAll(async () => {
  [owner, character] = await Promise.all([
    createPerson({ credits: 10_000_000 }),
    createCharacter({ price: 1 }),
  ]);
});

it(
  'what is shown is one path',
  async () => {
    await checkRandomly<[Step[]]>(
      [fc.array(steps, { minLength: 4, maxLength: 30 })],
      async (walk) => {
        const chat = crypto.randomUUID();
        const first = { user: owner.id, character: character.slug, chat };
        const { conversation_id } = await begin(asService, first).then(async (turn) => {
          await end(asService, turn);
          return turn;
        });
        for (const step of walk) {
          const messages = await messagesOf(conversation_id);
          const target = messages[step.place % messages.length] as Message;
          await take(step, chat, target);
          expectOnePath(await messagesOf(conversation_id), step.verb, target);
        }
      },
      { runs: 15, isRepeatable: true },
    );
  },
  timeLimitMs(60),
);

async function messagesOf(conversation: string): Promise<Message[]> {
  return sql<Message>`
    select id, parent_id, role, is_current, deleted_at is not null as is_deleted
    from public.messages where conversation_id = ${conversation} order by ordinal`;
}

const REFUSALS = ['message_not_found', 'not_your_message'];

/** Refused it may be: an answer is not edited, what is deleted is not answered. */
async function take({ verb, isFailure }: Step, chat: string, { id }: Message): Promise<void> {
  const ending = isFailure ? { state: 'failed', text: '' } : {};
  if (verb === 'send') {
    await end(asService, await begin(asService, { user: owner.id, chat }), ending);
  } else if (verb === 'begin_edit' || verb === 'begin_regeneration') {
    const text = verb === 'begin_edit' ? crypto.randomUUID() : undefined;
    const begun = anew(verb, { owner, chat }, id, text);
    const turn = await begun.catch(() => undefined);
    if (turn) await end(asService, turn, ending);
    else expect(REFUSALS).toContain((await refusalOf(begun)).message);
  } else {
    const args = verb === 'select_branch' ? { p_message_id: id } : { p_id: id };
    const { error } = await owner.client.rpc(verb, args as never);
    if (error) expect(REFUSALS).toContain(error.message);
  }
}

function expectOnePath(messages: Message[], verb: Verb, { id, is_deleted }: Message): void {
  const byId = new Map(messages.map((message) => [message.id, message]));
  const current = messages.filter(({ is_current }) => is_current);
  expect(current.filter((message) => message.is_deleted)).toEqual([]);
  // From the last one back to the first, without those that are deleted.
  const path: string[] = [];
  for (let at = current.at(-1); at; at = byId.get(at.parent_id ?? ''))
    if (!at.is_deleted) path.unshift(at.id);
  expect(current.map((message) => message.id)).toEqual(path);
  if (verb === 'select_branch' && !is_deleted) expect(path).toContain(id);
}
