// invitations: how people come to take part in a conversation, and how they stop.
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createCharacter } from '../support/chat.ts';
import { invite, join, refusal, speak } from '../support/circle.ts';
import { limitPeople } from '../support/limited-plan.ts';
import { createPerson, type Person } from '../support/person.ts';
import { sql, sqlOne } from '../support/sql.ts';
import { asService, shown, type Talk, talk } from '../support/talk.ts';
import { end, refusalOf } from '../support/turn.ts';

let character: { slug: string };
let ada: Person;
let ben: Person;
let eve: Person;
let theirs: Talk;

beforeAll(async () => {
  character = await createCharacter();
  [ada, ben, eve] = await Promise.all([
    createPerson({ credits: 1000 }),
    createPerson({ credits: 1000 }),
    createPerson(),
  ]);
});

beforeEach(async () => {
  theirs = await talk(ada, character.slug, ['Hello', 'Hi']);
});

const accept = ({ client }: Person, p_code: string) => client.rpc('accept_invitation', { p_code });
const readAs = (owner: Person) => shown({ ...theirs, owner });

async function usernameOf({ id }: Person): Promise<string> {
  const { username } = await sqlOne<{ username: string }>`
    select username from public.profiles where id = ${id}`;
  return username;
}

/** Asks a person by name; the id of the invitation. */
async function ask(person: Person, p_username?: string): Promise<string> {
  const { data } = await ada.client
    .rpc('invite', {
      p_conversation_id: theirs.conversation,
      p_username: p_username ?? (await usernameOf(person)),
    })
    .throwOnError();
  return (data as { id: string }).id;
}

describe('a link', () => {
  it('says who asks for what, and lets the first who brings it take part', async () => {
    const code = await invite(ada, theirs.conversation);
    const { data } = await ben.client.rpc('read_invitation', { p_code: code }).throwOnError();
    expect(data).toMatchObject({
      role: 'member',
      character: { slug: character.slug },
      invited_by: { user_id: ada.id },
    });
    expect(await readAs(ben)).toEqual([]);
    expect((await accept(ben, code)).data).toMatchObject({ user_id: ben.id, role: 'member' });
    expect(await readAs(ben)).toEqual(['Hello', 'Hi']);
    expect(await refusal(accept(eve, code))).toBe('invitation_not_found');
    expect((await accept(ben, code)).data).toMatchObject({ user_id: ben.id });
  });

  it('is kept as a hash, and opens nothing once it expired or was revoked', async () => {
    const [old, revoked] = [
      await invite(ada, theirs.conversation),
      await invite(ada, theirs.conversation),
    ];
    const { data } = await ada.client
      .from('invitations')
      .select()
      .eq('conversation_id', theirs.conversation)
      .order('created_at')
      .throwOnError();
    expect(JSON.stringify(data)).not.toContain(old);
    await sql`update public.invitations set expires_at = now() where id = ${data[0]?.id}`;
    await ada.client.rpc('revoke_invitation', { p_id: data[1]?.id ?? '' }).throwOnError();
    for (const code of [old, revoked, 'x', '']) {
      expect(await refusal(accept(eve, code))).toBe('invitation_not_found');
      const read = eve.client.rpc('read_invitation', { p_code: code });
      expect(await refusal(read)).toBe('invitation_not_found');
    }
    expect(await readAs(eve)).toEqual([]);
  });

  it('brought by two at once lets one of them in', async () => {
    const code = await invite(ada, theirs.conversation);
    const outcomes = await Promise.all([accept(ben, code), accept(eve, code)]);
    expect(outcomes.map(({ error }) => error?.message ?? 'in').toSorted()).toEqual([
      'in',
      'invitation_not_found',
    ]);
  });

  it('accepted twice at once by one person is one participation', async () => {
    const code = await invite(ada, theirs.conversation);
    const outcomes = await Promise.all([accept(ben, code), accept(ben, code), accept(ben, code)]);
    expect(outcomes.map(({ error }) => error)).toEqual([null, null, null]);
    expect(
      (
        await sql`select from public.participants
      where conversation_id = ${theirs.conversation}`
      ).length,
    ).toBe(1);
  });

  it('is not for who takes part already', async () => {
    const code = await invite(ada, theirs.conversation);
    expect(await refusal(accept(ada, code))).toBe('already_takes_part');
  });

  it('leads nowhere while the conversation is deleted', async () => {
    const code = await invite(ada, theirs.conversation);
    await ada.client.rpc('delete_conversation', { p_id: theirs.conversation }).throwOnError();
    expect(await refusal(accept(ben, code))).toBe('invitation_not_found');
  });
});

describe('who is asked by name', () => {
  it('sees it, accepts it, and nobody else can', async () => {
    const id = await ask(ben);
    const { data } = await ben.client.from('invitations').select('id').eq('state', 'open');
    expect(data).toContainEqual({ id });
    expect((await eve.client.from('invitations').select('id').eq('id', id)).data).toEqual([]);
    expect(await refusal(eve.client.rpc('accept_invitation', { p_id: id }))).toBe(
      'invitation_not_found',
    );
    expect(await readAs(ben)).toEqual([]);
    await ben.client.rpc('accept_invitation', { p_id: id }).throwOnError();
    expect(await readAs(ben)).toEqual(['Hello', 'Hi']);
  });

  it('declines it, and can be asked again', async () => {
    const id = await ask(eve);
    await eve.client.rpc('decline_invitation', { p_id: id }).throwOnError();
    const accepted = eve.client.rpc('accept_invitation', { p_id: id });
    expect(await refusal(accepted)).toBe('invitation_not_found');
    expect(await ask(eve)).not.toBe(id);
  });

  it('has one open invitation: the last', async () => {
    const [first, second] = [await ask(eve), await ask(eve)];
    const accepted = eve.client.rpc('accept_invitation', { p_id: first });
    expect(await refusal(accepted)).toBe('invitation_not_found');
    await eve.client.rpc('accept_invitation', { p_id: second }).throwOnError();
  });

  it('is asked no more by whom they block, who is told nothing of it', async () => {
    const id = await ask(eve);
    await eve.client.rpc('block_person', { p_user_id: ada.id }).throwOnError();
    const accepted = eve.client.rpc('accept_invitation', { p_id: id });
    expect(await refusal(accepted)).toBe('invitation_not_found');
    const asked = async (p_username: string) =>
      ada.client.rpc('invite', { p_conversation_id: theirs.conversation, p_username });
    const [blocked, nobody] = [await asked(await usernameOf(eve)), await asked('nobody_at_all')];
    expect(blocked.error).toEqual(nobody.error);
    expect(blocked.error?.message).toBe('person_not_found');
    await eve.client.rpc('unblock_person', { p_user_id: ada.id }).throwOnError();
    await ask(eve);
  });

  it('does not get in by a link of whom blocks them', async () => {
    const code = await invite(ada, theirs.conversation);
    await ada.client.rpc('block_person', { p_user_id: eve.id }).throwOnError();
    expect(await refusal(accept(eve, code))).toBe('invitation_not_found');
    await ada.client.rpc('unblock_person', { p_user_id: eve.id }).throwOnError();
    expect((await accept(eve, code)).error).toBeNull();
  });
});

describe('who goes', () => {
  const leave = ({ client }: Person) =>
    client.rpc('leave_conversation', { p_id: theirs.conversation });

  it('reads nothing and sends nothing any more', async () => {
    await join(ada, theirs.conversation, ben);
    expect((await leave(ben)).error).toBeNull();
    expect(await readAs(ben)).toEqual([]);
    const refused = await refusalOf(speak(ben, theirs.conversation, 'Hello?'));
    expect(refused).toMatchObject({ code: 'PT404', message: 'conversation_not_found' });
    expect(await refusal(leave(ben))).toBe('conversation_not_found');
    expect(await refusal(leave(ada))).toBe('owner_stays');
  });

  it('is removed by the owner, and comes back only when asked anew', async () => {
    const code = await invite(ada, theirs.conversation);
    await accept(ben, code).throwOnError();
    const of = { p_conversation_id: theirs.conversation, p_user_id: ben.id };
    await ada.client.rpc('remove_participant', of).throwOnError();
    expect(await readAs(ben)).toEqual([]);
    expect(await refusal(accept(ben, code))).toBe('invitation_not_found');
    expect(await refusal(ada.client.rpc('remove_participant', of))).toBe('person_not_found');
  });

  it('pays for the answer that streams: it is finished and stays', async () => {
    await join(ada, theirs.conversation, ben);
    const turn = await speak(ben, theirs.conversation, 'One more');
    await leave(ben).throwOnError();
    const receipt = await end(asService, turn, { text: 'For the road' });
    expect(receipt).toMatchObject({ state: 'complete' });
    expect(receipt.charged_credits).toBeGreaterThan(0);
    expect(await readAs(ada)).toEqual(['Hello', 'Hi', 'One more', 'For the road']);
    expect(await readAs(ben)).toEqual([]);
  });
});

describe('the owner', () => {
  it('hands over to a participant, and is a member from then on', async () => {
    await join(ada, theirs.conversation, ben);
    const code = await invite(ada, theirs.conversation);
    const over = { p_id: theirs.conversation, p_user_id: ben.id };
    await ada.client.rpc('hand_over_conversation', over).throwOnError();
    const roles = async ({ client }: Person) =>
      (await client.from('my_conversations').select('role').eq('id', theirs.conversation)).data;
    expect([await roles(ada), await roles(ben)]).toEqual([
      [{ role: 'member' }],
      [{ role: 'owner' }],
    ]);
    expect(await refusal(accept(eve, code))).toBe('invitation_not_found');
    expect(await refusal(ada.client.rpc('hand_over_conversation', over))).toBe('role_required');
    const found = await ben.client.rpc('search_messages', { p_query: 'Hello' });
    expect(found.data?.map(({ conversation_id }) => conversation_id)).toContain(
      theirs.conversation,
    );
    await ben.client.rpc('delete_conversation', { p_id: theirs.conversation }).throwOnError();
    expect(await readAs(ada)).toEqual([]);
  });

  it('who deletes the account leaves it to the member who is there longest', async () => {
    const owner = await createPerson({ credits: 1000 });
    const own = await talk(owner, character.slug, ['Mine', 'Yours']);
    await join(owner, own.conversation, eve, 'reader');
    await join(owner, own.conversation, ben);
    await join(owner, own.conversation, ada);
    await sql`delete from auth.users where id = ${owner.id}`;
    const rows = await sql`
      select user_id from public.conversations where id = ${own.conversation}`;
    expect(rows).toEqual([{ user_id: ben.id }]);
    const { data } = await ada.client
      .from('messages')
      .select('content, author_id')
      .eq('conversation_id', own.conversation)
      .order('ordinal');
    expect(data).toEqual([
      { content: 'Mine', author_id: null },
      { content: 'Yours', author_id: null },
    ]);
    await speak(ben, own.conversation, 'Mine now');
  });

  it('who deletes the account takes along what only readers see', async () => {
    const owner = await createPerson({ credits: 1000 });
    const own = await talk(owner, character.slug, ['Mine', 'Yours']);
    await join(owner, own.conversation, eve, 'reader');
    await sql`delete from auth.users where id = ${owner.id}`;
    expect(await sql`select from public.conversations where id = ${own.conversation}`).toEqual([]);
  });

  it('invites as often, and as many, as the plan allows', async () => {
    const owner = await createPerson({ credits: 1000 });
    const own = await talk(owner, character.slug, ['Mine', 'Yours']);
    await limitPeople(
      [owner],
      [
        { meter: 'participants', window: 'request', allowance: 2 },
        { meter: 'invitations', window: 'day', allowance: 2 },
      ],
    );
    const codes = [await invite(owner, own.conversation), await invite(owner, own.conversation)];
    const third = owner.client.rpc('invite', { p_conversation_id: own.conversation });
    expect(await refusal(third)).toBe('quota_exceeded');
    const outcomes = await Promise.all([accept(ben, codes[0] ?? ''), accept(ada, codes[1] ?? '')]);
    expect(outcomes.map(({ error }) => error?.message ?? 'in').toSorted()).toEqual([
      'in',
      'quota_exceeded',
    ]);
  });
});
