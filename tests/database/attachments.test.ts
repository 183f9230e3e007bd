// attachments: what of pictures a model is shown and told, what they may cost, and where they go.
import { beforeAll, describe, expect, it } from 'vitest';
import { priceModel } from '../support/metered.ts';
import { ownDatabase } from '../support/own-database.ts';
import {
  type Call,
  type Context,
  end,
  makeCharacter,
  makePerson,
  overSql,
  refusalOf,
} from '../support/turn.ts';

const database = ownDatabase({ connections: 4 });
const SEEING = 'gpt-4.1-mini';
const NOTE = '[A picture was sent here.]';
let call: Call;
beforeAll(() => {
  call = overSql(database.service);
});

interface Asked {
  operation?: string;
  text?: string;
  message?: string;
  pictures?: string[];
}

/** A person who talks to one character. */
async function talk(change: Record<string, unknown> = {}) {
  const [user, slug] = await Promise.all([
    makePerson(database.pool, 1000),
    makeCharacter(database.pool, {}),
  ]);
  const card = { model: SEEING, ...change };
  for (const [column, value] of Object.entries(card)) {
    await database.pool.query(`update public.characters set ${column} = $2 where slug = $1`, [
      slug,
      value,
    ]);
  }
  const say = async ({ operation = 'turn', text = 'Look', message, pictures = [] }: Asked = {}) =>
    (await call(`begin_${operation}`, {
      p_user_id: user,
      p_chat_id: 'c',
      ...(operation === 'turn'
        ? { p_client_message_id: message ?? crypto.randomUUID(), p_character: slug }
        : { p_message_id: message }),
      p_text: text,
      p_attachments: pictures,
    })) as Context;
  return {
    user,
    slug,
    say,
    async hear(asked: Asked) {
      const turn = await say(asked);
      await end(call, turn, { text: 'Nice.' });
      return turn;
    },
  };
}

/** A picture that is ready. */
async function addPicture(user: string): Promise<string> {
  const { rows } = await database.pool.query(
    `insert into public.media_assets (id, owner_id, purpose, kind, mime_type, size_bytes, width,
       height, content_hash, original, state, blurhash)
     select id, $1, 'message', 'image', 'image/png', 1, 8, 6,
       encode(sha256(convert_to(id::text, 'UTF8')), 'hex'), 'original.png', 'ready', 'LEHV6n'
     from gen_random_uuid() as id returning id`,
    [user],
  );
  return rows[0].id;
}

const pathOf = (user: string, id: string) => ({
  bucket: 'media',
  path: `user-content/${user}/${id}/small.webp`,
});

async function count(table: string, id: string): Promise<number> {
  const column = table === 'public.media_assets' ? 'id' : 'asset_id';
  const { rows } = await database.pool.query(
    `select count(*)::int from ${table} where ${column} = $1`,
    [id],
  );
  return rows[0].count;
}

describe('what a model is given', () => {
  it('the small files of a question, and its words alone', async () => {
    const { user, say } = await talk();
    const [one, two] = [await addPicture(user), await addPicture(user)];
    const { messages } = await say({ text: 'These?', pictures: [two, one] });
    expect(messages).toEqual([
      {
        role: 'user',
        content: 'These?\n[2 pictures were sent here.]',
        caption: 'These?',
        pictures: [pathOf(user, two), pathOf(user, one)],
      },
    ]);
  });

  it('the newest of earlier pictures, as many as the character says, and notes', async () => {
    const { user, say, hear } = await talk({ context_images: 1 });
    await hear({ text: 'Old', pictures: [await addPicture(user)] });
    const newer = await addPicture(user);
    await hear({ text: '', pictures: [newer] });
    const question = await addPicture(user);
    const { messages } = await say({ text: 'Now?', pictures: [question] });
    expect(messages.filter(({ role }) => role === 'user')).toEqual([
      { role: 'user', content: `Old\n${NOTE}` },
      { role: 'user', content: NOTE, caption: '', pictures: [pathOf(user, newer)] },
      {
        role: 'user',
        content: `Now?\n${NOTE}`,
        caption: 'Now?',
        pictures: [pathOf(user, question)],
      },
    ]);
  });

  it('a summary tells of pictures', async () => {
    const { user, hear } = await talk({ context_messages: 2 });
    const { conversation_id } = await hear({ text: '', pictures: [await addPicture(user)] });
    await hear({ text: 'Two?' });
    await hear({ text: 'Three?' });
    const task = await call('summary_task', { p_conversation_id: conversation_id });
    expect(JSON.stringify(task)).toContain(NOTE);
  });

  it('a fallback that cannot see is not asked about a picture, but otherwise', async () => {
    const { user, say } = await talk({ model: 'gpt-4.1' });
    await database.pool.query(
      `select private.put_model_fallbacks('gpt-4.1', '[
         {"model": "llama-3.1-8b-instant", "may_continue": true},
         {"model": "claude-sonnet-4-5", "may_continue": true}]')`,
    );
    const chainOf = ({ chain }: Context & { chain?: { model: string; sees: boolean }[] }) =>
      chain?.map(({ model, sees }) => [model, sees]);
    const [main, other] = [
      ['gpt-4.1', true],
      ['claude-sonnet-4-5', true],
    ];
    expect(chainOf(await say({ pictures: [await addPicture(user)] }))).toEqual([main, other]);
    expect(chainOf(await say())).toEqual([main, ['llama-3.1-8b-instant', false], other]);
  });
});

describe('what a picture may cost', () => {
  it('is bounded by the model and held, for the question and what is seen again', async () => {
    const model = await priceModel(database.pool, { input: 10_000_000, output: 0 });
    await database.pool.query(
      `insert into public.models (id, provider, name, context_tokens, max_output_tokens,
         capabilities, image_tokens)
       values ($1, 'openai', 'Seeing', 100000, 1000, '{text,vision}', 7000)`,
      [model],
    );
    const { user, say, hear } = await talk({ model, pricing: 'metered', context_images: 1 });
    const plain = await say({ text: 'Look' });
    const boundOf = async ({ turn_id }: Context) => {
      const { rows } = await database.pool.query(
        'select input_tokens_estimate from public.turns where id = $1',
        [turn_id],
      );
      return rows[0].input_tokens_estimate as number;
    };
    const without = await boundOf(plain);
    await end(call, plain, { state: 'failed', text: '' });
    const pictures = [await addPicture(user), await addPicture(user)];
    const first = await hear({ text: 'Look', pictures });
    expect(await boundOf(first)).toBe(without + 2 * 7000);
    expect(first.held_credits).toBeGreaterThan(plain.held_credits);
    // One of the two is shown again; words and frames of the first exchange come along.
    const second = await boundOf(await say({ text: 'Look' }));
    expect(second).toBeGreaterThan(without + 7000);
    expect(second).toBeLessThan(without + 7200);
  });

  it('a plan bounds how many are in one message', async () => {
    const { user, say } = await talk();
    await database.pool.query(
      `insert into public.plan_limits (plan, meter, scope, window_kind, allowance)
       select slug, 'attachments', 'user', 'request', 1 from public.plans where is_default`,
    );
    try {
      const pictures = [await addPicture(user), await addPicture(user)];
      expect(await refusalOf(say({ pictures }))).toMatchObject({ message: 'quota_exceeded' });
      const [one] = pictures as [string];
      expect((await say({ pictures: [one] })).messages).toHaveLength(1);
      expect((await say()).messages).not.toHaveLength(0);
    } finally {
      await database.pool.query(`delete from public.plan_limits where meter = 'attachments'`);
    }
  });

  it('a day’s pictures are given back when the turn fails', async () => {
    const { user, say } = await talk();
    await database.pool.query(
      `insert into public.plan_limits (plan, meter, scope, window_kind, allowance)
       select slug, 'attachments', 'user', 'day', 1 from public.plans where is_default`,
    );
    try {
      const pictures = [await addPicture(user)];
      await end(call, await say({ pictures }), { state: 'failed', text: '' });
      await end(call, await say({ pictures }), { text: 'Nice.' });
      expect(await refusalOf(say({ pictures }))).toMatchObject({ message: 'quota_exceeded' });
      expect((await say()).messages).not.toHaveLength(0);
    } finally {
      await database.pool.query(`delete from public.plan_limits where meter = 'attachments'`);
    }
  });
});

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
    const { user, hear } = await talk();
    const picture = await addPicture(user);
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
    const { user, hear } = await talk();
    const picture = await addPicture(user);
    const { conversation_id } = await hear({ pictures: [picture] });
    await database.pool.query('delete from public.conversations where id = $1', [conversation_id]);
    expect(await count('public.media_assets', picture)).toBe(0);

    const other = await talk();
    const theirs = await addPicture(other.user);
    await other.hear({ pictures: [theirs] });
    await database.pool.query('delete from auth.users where id = $1', [other.user]);
    expect(await count('public.media_assets', theirs)).toBe(0);
    expect(await count('public.message_attachments', theirs)).toBe(0);
  });

  it('a picture deleted while it is being sent: nothing of it is left', async () => {
    const { user, say } = await talk();
    const picture = await addPicture(user);
    const message = crypto.randomUUID();
    const deletion = () => call('delete_media', { p_user_id: user, p_ids: [picture] });
    const [turn] = await Promise.allSettled([say({ message, pictures: [picture] }), deletion()]);
    if (turn.status === 'rejected')
      expect(turn.reason).toMatchObject({ message: 'media_not_found' });
    expect(await count('public.message_attachments', picture)).toBe(0);
    expect(await count('public.media_assets', picture)).toBe(0);
  });

  it('sent twice at once, a message with a picture is one turn with one attachment', async () => {
    const { user, say } = await talk();
    const picture = await addPicture(user);
    const asked = { message: crypto.randomUUID(), pictures: [picture] };
    const turns = await Promise.all([say(asked), say(asked)]);
    expect(new Set(turns.map(({ turn_id }) => turn_id)).size).toBe(1);
    expect(await count('public.message_attachments', picture)).toBe(1);
  });
});
