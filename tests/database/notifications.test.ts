// notifications: what the product tells a person, once, on all devices, until they dismiss it.
import { beforeAll, describe, expect, it } from 'vitest';
import { waitUntil } from '../../local/wait-until.ts';
import { hear, join, privateChannel } from '../realtime/room.ts';
import { type Admin, auditOf, createAdmin } from '../support/admin.ts';
import { createCharacter } from '../support/chat.ts';
import { openClient } from '../support/device.ts';
import { anonymousClient, createPerson, type Person } from '../support/person.ts';
import { sql } from '../support/sql.ts';
import { talk } from '../support/talk.ts';

let admin: Admin;
let ada: Person;
let ben: Person;

beforeAll(async () => {
  [admin, ada, ben] = await Promise.all([createAdmin(), createPerson(), createPerson()]);
});

async function toldTo({ client }: Person, kind?: string) {
  const { data } = await client.from('notifications').select().order('id').throwOnError();
  return data.filter((each) => kind === undefined || each.kind === kind);
}

const gift = (user: Person, key: string) =>
  admin.call('give_credits', {
    p_user_id: user.id,
    p_amount: 7,
    p_operation_key: key,
    p_reason: 'A gift',
  });

/** Announces, and tells everybody who is to be told. */
async function announce(title: string): Promise<string> {
  const id = (await admin.call('announce', { p_title: title, p_body: 'Now.' })) as string;
  const open = () => sql`select from private.announcement where ended_at is null`;
  await waitUntil('all are told', async () => {
    await sql`select private.tell_announcements()`;
    return (await open()).length === 0;
  });
  return id;
}

describe('a person is told', () => {
  it('of an invitation by name, and of no link', async () => {
    const character = await createCharacter();
    const { conversation: p_conversation_id } = await talk(ada, character.slug, ['Hello', 'Hi']);
    const [row] = await sql<{ username: string }>`
      select username from public.profiles where id = ${ben.id}`;
    await ada.client.rpc('invite', { p_conversation_id }).throwOnError();
    const { data } = await ada.client
      .rpc('invite', { p_conversation_id, p_username: row?.username ?? '' })
      .throwOnError();
    expect(await toldTo(ben, 'invitation')).toMatchObject([
      { details: { invitation_id: (data as { id: string }).id, invited_by: ada.id } },
    ]);
    expect(await toldTo(ada, 'invitation')).toEqual([]);
  });

  it('of credits, once for a gift that is given twice at once', async () => {
    const person = await createPerson();
    const key = crypto.randomUUID();
    await Promise.all([gift(person, key), gift(person, key)]);
    expect(await toldTo(person, 'credits_granted')).toMatchObject([
      { details: { credits: 7, reason: 'admin_gift' } },
    ]);
  });

  it('of a plan that comes and goes, and of a suspension and its end', async () => {
    const person = await createPerson();
    const id = await sql<{ id: string }>`
      select id from private.grant_membership(
        ${person.id}, 'plus', 'admin', ${`test:${person.id}`}, now(), null)`;
    await sql`select private.revoke_membership(${id[0]?.id})`;
    expect(await toldTo(person, 'plan_changed')).toMatchObject([
      { details: { plan: 'plus', source: 'admin', state: 'live' } },
      { details: { plan: 'plus', source: 'admin', state: 'revoked' } },
    ]);
    for (const status of ['suspended', 'active'])
      await sql`update public.profiles set status = ${status} where id = ${person.id}`;
    expect(await toldTo(person, 'moderation')).toMatchObject([
      { details: { status: 'suspended' } },
      { details: { status: 'active' } },
    ]);
  });

  it('of an announcement, once, if there when it was made; the audit log has it', async () => {
    const [suspended, title] = [await createPerson(), crypto.randomUUID()];
    await sql`update public.profiles set status = 'suspended' where id = ${suspended.id}`;
    const id = await announce(title);
    const late = await createPerson();
    await sql`update private.announcement set ended_at = null, told_until = null where id = ${id}`;
    await announce(crypto.randomUUID());
    const of = async (person: Person) =>
      (await toldTo(person, 'announcement')).filter(({ details }) =>
        JSON.stringify(details).includes(title),
      );
    expect(await of(ada)).toMatchObject([{ details: { title, body: 'Now.' } }]);
    for (const person of [suspended, late]) expect(await of(person)).toEqual([]);
    expect(await auditOf(admin)).toContainEqual(
      expect.objectContaining({ action: 'announce', subject: id }),
    );
  });
});

it('it is on every device at once: new, read, and dismissed', async () => {
  const person = await createPerson();
  const { client } = openClient(person);
  await client.realtime.setAuth();
  const channel = privateChannel(client, `user:${person.id}`);
  const heard = hear(channel);
  await join(channel);
  await gift(person, crypto.randomUUID());
  const next = (is: (payload: Record<string, unknown>) => boolean) =>
    waitUntil('a notification', () =>
      heard.find(({ event, payload }) => event === 'notification' && is(payload as never)),
    );
  await next(({ kind, read_at }) => kind === 'credits_granted' && read_at === null);
  const read = () => person.client.rpc('mark_notifications_read');
  expect([(await read()).data, (await read()).data]).toEqual([1, 0]);
  await next(({ read_at }) => typeof read_at === 'string');
  const dismiss = () => person.client.rpc('dismiss_notifications');
  expect([(await dismiss()).data, (await dismiss()).data]).toEqual([1, 0]);
  await next(({ is_dismissed }) => is_dismissed === true);
  expect(await toldTo(person)).toEqual([]);
});

it('nobody reads, marks or dismisses those of another, and only admins announce', async () => {
  const person = await createPerson();
  await gift(person, crypto.randomUUID());
  const p_ids = (await toldTo(person)).map(({ id }) => id);
  expect(p_ids).toHaveLength(1);
  for (const rpc of ['mark_notifications_read', 'dismiss_notifications'] as const)
    expect((await ben.client.rpc(rpc, { p_ids })).data).toBe(0);
  expect((await toldTo(ben)).some(({ id }) => p_ids.includes(id))).toBe(false);
  expect(await toldTo(person)).toMatchObject([{ read_at: null }]);
  expect((await anonymousClient().from('notifications').select()).error?.code).toBe('42501');
  const { error } = await ben.client.rpc('announce', { p_title: 'Mine', p_body: 'All mine' });
  expect(error).toMatchObject({ code: 'PT403', message: 'admin_required' });
});

it('what is 90 days old is forgotten', async () => {
  const person = await createPerson();
  await gift(person, crypto.randomUUID());
  await sql`update public.notifications set created_at = now() - interval '91 days'
    where user_id = ${person.id}`;
  await sql`select private.purge_notifications()`;
  expect(await toldTo(person)).toEqual([]);
});
