// attachments-lives: what becomes of pictures when messages, conversations and accounts go, and of
// messages when pictures do.
import { beforeAll, describe, expect, it } from 'vitest';
import { addPicture, talkIn } from '../support/attached-talk.ts';
import { ownDatabase } from '../support/own-database.ts';
import { type Call, type Context, overSql } from '../support/turn.ts';

const database = ownDatabase({ connections: 4 });
let call: Call;
beforeAll(() => {
  call = overSql(database.service);
});

async function count(table: string, id: string): Promise<number> {
  const column = table === 'public.media_assets' ? 'id' : 'asset_id';
  const { rows } = await database.pool.query(
    `select count(*)::int from ${table} where ${column} = $1`,
    [id],
  );
  return rows[0].count;
}

describe('where pictures go', () => {
  async function forget(turn: Context): Promise<void> {
    await database.pool.query(
      `update public.messages set deleted_at = now() - interval '31 days', is_current = false
       where id = (select user_message_id from public.turns where id = $1)`,
      [turn.turn_id],
    );
    await database.pool.query('select private.purge_messages()');
  }

  it('with the last message that has them, when it is forgotten for good', async () => {
    const { user, hear } = await talkIn(database);
    const picture = await addPicture(database, user);
    const one = await hear({ text: '', pictures: [picture] });
    const two = await hear({ text: '', pictures: [picture] });
    await forget(one);
    expect(await count('public.media_assets', picture)).toBe(1);
    await forget(two);
    expect(await count('public.media_assets', picture)).toBe(0);
    const { rows } = await database.pool.query(
      `select count(*)::int from private.leftover where folder like '%' || $1`,
      [picture],
    );
    expect(rows[0].count).toBe(1);
    await forget(two);
  });

  it('with their conversation, and with their account', async () => {
    const { user, hear } = await talkIn(database);
    const picture = await addPicture(database, user);
    const { conversation_id } = await hear({ pictures: [picture] });
    await database.pool.query('delete from public.conversations where id = $1', [conversation_id]);
    expect(await count('public.media_assets', picture)).toBe(0);

    const other = await talkIn(database);
    const theirs = await addPicture(database, other.user);
    await other.hear({ pictures: [theirs] });
    await database.pool.query('delete from auth.users where id = $1', [other.user]);
    expect(await count('public.media_assets', theirs)).toBe(0);
    expect(await count('public.message_attachments', theirs)).toBe(0);
  });

  it('a picture deleted while it is being sent: nothing of it is left', async () => {
    const { user, say } = await talkIn(database);
    const picture = await addPicture(database, user);
    const message = crypto.randomUUID();
    const deletion = () => call('delete_media', { p_user_id: user, p_ids: [picture] });
    const [turn] = await Promise.allSettled([say({ message, pictures: [picture] }), deletion()]);
    if (turn.status === 'rejected')
      expect(turn.reason).toMatchObject({ message: 'media_not_found' });
    expect(await count('public.message_attachments', picture)).toBe(0);
    expect(await count('public.media_assets', picture)).toBe(0);
  });

  it('sent twice at once, a message with a picture is one turn with one attachment', async () => {
    const { user, say } = await talkIn(database);
    const picture = await addPicture(database, user);
    const asked = { message: crypto.randomUUID(), pictures: [picture] };
    const turns = await Promise.all([say(asked), say(asked)]);
    expect(new Set(turns.map(({ turn_id }) => turn_id)).size).toBe(1);
    expect(await count('public.message_attachments', picture)).toBe(1);
  });
});
