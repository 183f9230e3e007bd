// attachments: what of pictures and sound a model is shown and told, and what they may cost.
import { beforeAll, describe, expect, it } from 'vitest';
import { addPicture, addSound, talkIn } from '../support/attached-talk.ts';
import { priceModel } from '../support/metered.ts';
import { ownDatabase } from '../support/own-database.ts';
import { type Call, type Context, end, overSql, refusalOf } from '../support/turn.ts';

const database = ownDatabase({ connections: 4 });
const NOTE = '[A picture was sent here.]';
let call: Call;
beforeAll(() => {
  call = overSql(database.service);
});

const pathOf = (user: string, id: string) => ({
  bucket: 'media',
  path: `user-content/${user}/${id}/small.webp`,
});

describe('what a model is given', () => {
  it('the small files of a question, and its words alone', async () => {
    const { user, say } = await talkIn(database);
    const [one, two] = [await addPicture(database, user), await addPicture(database, user)];
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
    const { user, say, hear } = await talkIn(database, { context_images: 1 });
    await hear({ text: 'Old', pictures: [await addPicture(database, user)] });
    const newer = await addPicture(database, user);
    await hear({ text: '', pictures: [newer] });
    const question = await addPicture(database, user);
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
    const { user, hear } = await talkIn(database, { context_messages: 2 });
    const { conversation_id } = await hear({
      text: '',
      pictures: [await addPicture(database, user)],
    });
    await hear({ text: 'Two?' });
    await hear({ text: 'Three?' });
    const task = await call('summary_task', { p_conversation_id: conversation_id });
    expect(JSON.stringify(task)).toContain(NOTE);
  });

  it('a fallback that cannot see is not asked about a picture, but otherwise', async () => {
    const { user, say } = await talkIn(database, { model: 'gpt-4.1' });
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
    expect(chainOf(await say({ pictures: [await addPicture(database, user)] }))).toEqual([
      main,
      other,
    ]);
    expect(chainOf(await say())).toEqual([main, ['llama-3.1-8b-instant', false], other]);
  });
});

describe('a voice message', () => {
  it('says what was heard in it, to the model and to a search', async () => {
    const { user, say } = await talkIn(database, { model: 'llama-3.1-8b-instant' });
    const sound = await addSound(database, user, 'Where is the walrus?');
    const { messages } = await say({ text: '', pictures: [sound] });
    expect(messages).toEqual([{ role: 'user', content: 'Where is the walrus?' }]);
    const { rows } = await database.pool.query(
      `select message.kind, message.content, attachment.duration_ms
       from public.message_attachments as attachment
       join public.messages as message on message.id = attachment.message_id
       where asset_id = $1`,
      [sound],
    );
    expect(rows).toEqual([{ kind: 'audio', content: 'Where is the walrus?', duration_ms: 900 }]);
  });

  it('that was not transcribed is not sent, but with words it is, and these are told', async () => {
    const { user, say } = await talkIn(database);
    const sound = await addSound(database, user);
    expect(await refusalOf(say({ text: '', pictures: [sound] }))).toMatchObject({
      message: 'media_not_transcribed',
    });
    const { messages } = await say({ text: 'I said walrus', pictures: [sound] });
    expect(messages).toEqual([{ role: 'user', content: 'I said walrus' }]);
  });

  it('in which nothing is said is told as such, and a picture with it as well', async () => {
    const { user, hear, say } = await talkIn(database);
    const { messages } = await hear({ text: '', pictures: [await addSound(database, user, '')] });
    expect(messages).toEqual([{ role: 'user', content: '[A voice message without words.]' }]);
    const pictures = [await addSound(database, user, ''), await addPicture(database, user)];
    const next = await say({ text: '', pictures });
    expect(next.messages.at(-1)).toMatchObject({ content: NOTE, caption: '' });
  });

  it('counts as one against the limit of voice messages', async () => {
    const { user, say } = await talkIn(database);
    await database.pool.query(
      `insert into public.plan_limits (plan, meter, scope, window_kind, allowance)
       select slug, 'audio_messages', 'user', 'day', 1 from public.plans where is_default`,
    );
    try {
      const voice = async () => say({ text: '', pictures: [await addSound(database, user, 'Hi')] });
      await voice();
      expect(await refusalOf(voice())).toMatchObject({ message: 'quota_exceeded' });
      expect((await say()).messages).not.toHaveLength(0);
    } finally {
      await database.pool.query(`delete from public.plan_limits where meter = 'audio_messages'`);
    }
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
    const { user, say, hear } = await talkIn(database, {
      model,
      pricing: 'metered',
      context_images: 1,
    });
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
    const pictures = [await addPicture(database, user), await addPicture(database, user)];
    const first = await hear({ text: 'Look', pictures });
    expect(await boundOf(first)).toBe(without + 2 * 7000);
    expect(first.held_credits).toBeGreaterThan(plain.held_credits);
    // One of the two is shown again; words and frames of the first exchange come along.
    const second = await boundOf(await say({ text: 'Look' }));
    expect(second).toBeGreaterThan(without + 7000);
    expect(second).toBeLessThan(without + 7200);
  });

  it('a plan bounds how many are in one message', async () => {
    const { user, say } = await talkIn(database);
    await database.pool.query(
      `insert into public.plan_limits (plan, meter, scope, window_kind, allowance)
       select slug, 'attachments', 'user', 'request', 1 from public.plans where is_default`,
    );
    try {
      const pictures = [await addPicture(database, user), await addPicture(database, user)];
      expect(await refusalOf(say({ pictures }))).toMatchObject({ message: 'quota_exceeded' });
      const [one] = pictures as [string];
      expect((await say({ pictures: [one] })).messages).toHaveLength(1);
      expect((await say()).messages).not.toHaveLength(0);
    } finally {
      await database.pool.query(`delete from public.plan_limits where meter = 'attachments'`);
    }
  });

  it('a day’s pictures are given back when the turn fails', async () => {
    const { user, say } = await talkIn(database);
    await database.pool.query(
      `insert into public.plan_limits (plan, meter, scope, window_kind, allowance)
       select slug, 'attachments', 'user', 'day', 1 from public.plans where is_default`,
    );
    try {
      const pictures = [await addPicture(database, user)];
      await end(call, await say({ pictures }), { state: 'failed', text: '' });
      await end(call, await say({ pictures }), { text: 'Nice.' });
      expect(await refusalOf(say({ pictures }))).toMatchObject({ message: 'quota_exceeded' });
      expect((await say()).messages).not.toHaveLength(0);
    } finally {
      await database.pool.query(`delete from public.plan_limits where meter = 'attachments'`);
    }
  });
});
