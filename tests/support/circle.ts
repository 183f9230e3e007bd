// circle: several people in one conversation of the shared stack.
import type { Person } from './person.ts';
import { asService } from './talk.ts';
import { begin, type Context } from './turn.ts';

export type Role = 'member' | 'reader';

/** Invites a person by a link, who accepts. */
export async function join(
  owner: Person,
  conversation: string,
  person: Person,
  role: Role = 'member',
): Promise<void> {
  const code = await invite(owner, conversation, role);
  await person.client.rpc('accept_invitation', { p_code: code }).throwOnError();
}

/** The code of a new link to a conversation. */
export async function invite(
  { client }: Person,
  p_conversation_id: string,
  p_role: Role = 'member',
): Promise<string> {
  const { data } = await client.rpc('invite', { p_conversation_id, p_role }).throwOnError();
  return (data as { code: string }).code;
}

/** A turn of a person in a conversation that they know by its id. */
export function speak(person: Person, conversation: string, text: string): Promise<Context> {
  return begin(asService, { user: person.id, chat: conversation, text });
}

/** The code that a call is refused with; fails when it is not. */
export async function refusal(
  call: PromiseLike<{ error: { message: string } | null }>,
): Promise<string> {
  const { error } = await call;
  if (!error) throw new Error('The call was not refused.');
  return error.message;
}
