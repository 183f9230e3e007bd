// shared-contracts: what the database bounds, raises and names, against the contracts in shared/.
import { expect, it } from 'vitest';
import { chatRequest, turnState } from '../../shared/contracts/chat.ts';
import { MAX_ATTACHMENTS, MESSAGE_MAX_LENGTH } from '../../shared/contracts/user-message.ts';
import { errors } from '../../shared/errors.ts';
import { sql, sqlOne } from '../support/sql.ts';

/** A chat request that is valid but for what is changed. */
function request(change: { id?: string; messageId?: string; text?: string; character?: string }) {
  const { id = 'chat', messageId = 'message', text = 'Hello', character } = change;
  return chatRequest.safeParse({
    id,
    ...(character === undefined ? {} : { character }),
    messages: [{ id: messageId, role: 'user', parts: [{ type: 'text', text }] }],
  });
}

async function definitionOf(constraint: string): Promise<string> {
  const { definition } = await sqlOne<{ definition: string }>`
    select pg_get_constraintdef(oid) as definition
    from pg_constraint where conname = ${constraint}`;
  return definition;
}

async function maximumOf(constraint: string): Promise<number> {
  const definition = await definitionOf(constraint);
  const maximum = /char_length\(\w+\) <= (\d+)/.exec(definition)?.[1];
  if (!maximum) throw new Error(`${constraint} has no maximum: ${definition}`);
  return Number(maximum);
}

it.each([
  ['messages_user_content_check', 'text'],
  ['conversations_client_id_check', 'id'],
  ['turns_client_message_id_check', 'messageId'],
] as const)('%s takes exactly what the contract takes', async (constraint, part) => {
  const maximum = await maximumOf(constraint);
  const takes = (length: number) => request({ [part]: 'x'.repeat(length) }).success;
  expect([0, 1, maximum, maximum + 1].map(takes)).toEqual([false, true, true, false]);
});

it('a message is bounded by code points in both', async () => {
  expect(await maximumOf('messages_user_content_check')).toBe(MESSAGE_MAX_LENGTH);
  expect(request({ text: '🙂'.repeat(MESSAGE_MAX_LENGTH) }).success).toBe(true);
  const { length } = await sqlOne<{ length: number }>`
    select char_length(${'🙂'.repeat(MESSAGE_MAX_LENGTH)}) as length`;
  expect(length).toBe(MESSAGE_MAX_LENGTH);
});

it('a message has as many attachments in both', async () => {
  expect(await definitionOf('message_attachments_position_check')).toContain(
    `"position" <= ${MAX_ATTACHMENTS}`,
  );
});

it('a character can be named by its longest slug and by its id', async () => {
  const slug = 'x'.repeat(await maximumOf('characters_slug_check'));
  expect(request({ character: slug }).success).toBe(true);
  expect(request({ character: crypto.randomUUID() }).success).toBe(true);
});

it.each(['turns_state_check', 'messages_state_check'])(
  '%s names the states of the contract',
  async (constraint) => {
    const states = (await definitionOf(constraint)).matchAll(/'(\w+)'::text/g);
    expect([...states].map(([, state]) => state).sort()).toEqual([...turnState.options].sort());
  },
);

it('every code fits into a turn', async () => {
  const longest = Math.max(...Object.keys(errors).map((code) => code.length));
  expect(longest).toBeLessThanOrEqual(await maximumOf('turns_error_code_check'));
});

it('SQL raises codes of shared/errors.ts, with their status', async () => {
  const functions = await sql<{ name: string; source: string }>`
    select oid::regproc::text as name, prosrc as source from pg_proc
    where pronamespace::regnamespace::text in ('public', 'private')`;
  const raised = functions.flatMap(({ name, source }) =>
    [...source.matchAll(/raise sqlstate 'PT(\d{3})' using\s+message = '(\w+)'/g)].map(
      ([, status, code = '']) => ({ name, code, status: Number(status) }),
    ),
  );
  expect(raised.length).toBe(
    functions.reduce((count, { source }) => count + source.split("sqlstate 'PT").length - 1, 0),
  );
  for (const { name, code, status } of raised)
    expect([name, code, errors[code as keyof typeof errors]?.status]).toEqual([name, code, status]);
});
