// media: an asset whose worker is lost, and files whose rows are gone, by SQL.
import { beforeAll, describe, expect, it } from 'vitest';
import { ownDatabase } from '../support/own-database.ts';
import { makePerson, overSql, refusalOf } from '../support/turn.ts';

const database = ownDatabase({ connections: 4 });
let person: string;
const call = (name: string, args: Record<string, unknown>) => overSql(database.service)(name, args);

beforeAll(async () => {
  person = await makePerson(database.pool, 0);
});

const FILE = {
  purpose: 'message',
  kind: 'image',
  mime_type: 'image/png',
  size_bytes: 9,
  width: 1,
  height: 1,
  original: 'original.png',
};
const newHash = () => crypto.randomUUID().replaceAll('-', '').repeat(2);

async function begin(): Promise<string> {
  const answer = await call('begin_uploads', { p_user_id: person, p_count: 1 });
  const [upload] = (answer as { uploads: { upload_id: string }[] }).uploads;
  if (!upload) throw new Error('No upload was begun.');
  return upload.upload_id;
}

async function keep(id: string, hash = newHash()) {
  const asked = { p_user_id: person, p_upload_id: id, p_file: { ...FILE, content_hash: hash } };
  return (await call('keep_upload', asked)) as { asset: { id: string }; is_repeat: boolean };
}

const finish = (id: string, result: Record<string, unknown>) =>
  call('finish_media', {
    p_asset_id: id,
    p_result: { bucket: 'media', folder: `user-content/${person}/${id}`, ...result },
  });

const stateOf = async (id: string) =>
  (
    await database.pool.query('select state, error_code from public.media_assets where id = $1', [
      id,
    ])
  ).rows[0];

const foldersLeft = async (id: string) =>
  (
    await database.pool.query(
      'select bucket from private.leftover where folder like $1 order by bucket',
      [`%/${id}`],
    )
  ).rows.map(({ bucket }) => bucket);

const silent = (id: string) =>
  database.pool.query(
    `update public.media_assets set claimed_at = now() - interval '2 minutes' where id = $1`,
    [id],
  );

describe('a worker that is lost', () => {
  it('leaves its asset to one other after a minute', async () => {
    const id = await begin();
    await keep(id);
    expect(await call('resume_media', { p_asset_id: id })).toBeNull();
    await silent(id);
    const twins = await Promise.all([1, 2].map(() => call('resume_media', { p_asset_id: id })));
    expect(twins.filter((task) => task !== null)).toHaveLength(1);
  });

  it('three times, then the asset has failed', async () => {
    const id = await begin();
    await keep(id);
    for (const isOpen of [true, true, false]) {
      await silent(id);
      expect((await call('resume_media', { p_asset_id: id })) !== null).toBe(isOpen);
    }
    expect(await stateOf(id)).toEqual({ state: 'failed', error_code: 'media_not_made' });
    expect(await foldersLeft(id)).toContain('media');
  });

  it('is found without anybody asking, the longest lost first', async () => {
    const [old, young, failed] = [await begin(), await begin(), await begin()];
    for (const id of [old, young, failed]) {
      await keep(id);
      await silent(id);
    }
    await database.pool.query(
      `update public.media_assets set claimed_at = claimed_at - interval '1 minute',
         attempts = case id when $2 then 3 else 1 end where id in ($1, $2)`,
      [old, failed],
    );
    const lost = async () =>
      ((await call('resume_lost_media', {})) as { asset: { id: string }; path: string } | null)
        ?.asset.id;
    const found = await Promise.all([lost(), lost()]);
    expect(found.toSorted()).toEqual([old, young].toSorted());
    expect(await lost()).toBeUndefined();
    expect((await stateOf(failed)).state).toBe('failed');
  });

  it('and comes back late: who was first stands', async () => {
    const id = await begin();
    await keep(id);
    await finish(id, { state: 'ready', variants: ['small'] });
    await finish(id, { state: 'failed', error_code: 'file_damaged' });
    expect(await stateOf(id)).toEqual({ state: 'ready', error_code: null });
  });
});

describe('the same bytes', () => {
  it('under two uploads at once are one asset', async () => {
    const hash = newHash();
    const ids = [await begin(), await begin()];
    const kept = await Promise.all(ids.map((id) => keep(id, hash)));
    expect(new Set(kept.map(({ asset }) => asset.id)).size).toBe(1);
    expect(kept.filter(({ is_repeat }) => !is_repeat)).toHaveLength(1);
  });

  it('may be sent again after they failed', async () => {
    const [hash, first, second] = [newHash(), await begin(), await begin()];
    await keep(first, hash);
    await finish(first, { state: 'failed', error_code: 'file_damaged' });
    expect((await keep(second, hash)).asset.id).toBe(second);
  });
});

describe('files are left for removal', () => {
  it('when their asset is deleted, also while it is processed', async () => {
    const id = await begin();
    await keep(id);
    await call('delete_media', { p_user_id: person, p_ids: [id] });
    expect(await foldersLeft(id)).toEqual(['media', 'uploads']);
    await finish(id, { state: 'ready' });
    expect(await foldersLeft(id)).toEqual(['media', 'media', 'uploads']);
  });

  it('once an upload is a day old', async () => {
    const id = await begin();
    await database.pool.query(
      `update private.media_upload set created_at = now() - interval '27 hours' where id = $1`,
      [id],
    );
    await database.pool.query('select private.drop_old_uploads()');
    expect(await foldersLeft(id)).toEqual(['uploads']);
  });

  it('each by one worker, and again when that is lost', async () => {
    const left = async () =>
      (await call('take_leftovers', {})) as { id: number; bucket: string; paths: string[] }[];
    const [one, two] = await Promise.all([left(), left()]);
    const taken = [...one, ...two].map(({ id }) => id);
    expect(new Set(taken).size).toBe(taken.length);
    expect(taken.length).toBeGreaterThan(0);
    expect(await left()).toEqual([]);
    await database.pool.query(
      `update private.leftover set taken_at = now() - interval '2 minutes' where true`,
    );
    expect((await left()).map(({ id }) => id).toSorted()).toEqual(taken.toSorted());
    await call('forget_leftovers', { p_ids: taken });
    expect((await database.pool.query('select from private.leftover')).rowCount).toBe(0);
  });

  it('exports and uploads of yesterday, and only those', async () => {
    await database.pool.query(
      `insert into storage.objects (bucket_id, name, created_at)
       values ('exports', $1 || '/old', now() - interval '25 hours'),
         ('exports', $1 || '/new', now()),
         ('uploads', $1 || '/old', now() - interval '28 hours'),
         ('uploads', $1 || '/new', now() - interval '25 hours')`,
      [person],
    );
    await database.pool.query('select private.leave_old_files()');
    await database.pool.query('select private.leave_old_files()');
    const { rows } = await database.pool.query(
      `select bucket from private.leftover where folder = $1 order by bucket`,
      [`${person}/old`],
    );
    expect(rows).toEqual([{ bucket: 'exports' }, { bucket: 'uploads' }]);
  });

  it('when an account goes: all that it had', async () => {
    const goer = await makePerson(database.pool, 0);
    await database.pool.query('delete from auth.users where id = $1', [goer]);
    const { rows } = await database.pool.query(
      'select bucket from private.leftover where folder = $1 order by bucket',
      [goer],
    );
    expect(rows).toEqual([{ bucket: 'datasets' }, { bucket: 'exports' }]);
  });
});

it('people who are suspended upload nothing, and a stranger’s upload is nobody’s', async () => {
  const id = await begin();
  const stranger = await makePerson(database.pool, 0);
  const open = (user: string) => call('open_upload', { p_user_id: user, p_upload_id: id });
  expect((await refusalOf(open(stranger))).message).toBe('upload_not_found');
  await database.pool.query(`update public.profiles set status = 'suspended' where id = $1`, [
    stranger,
  ]);
  const asked = { p_user_id: stranger, p_count: 1 };
  expect((await refusalOf(call('begin_uploads', asked))).message).toBe('account_suspended');
});
