// media-killed: the functions' process is killed while pictures are processed, or before files are
// removed. The database notices, and has it done.
import sharp from 'sharp';
import { expect, it, vi } from 'vitest';
import { waitUntil } from '../../local/wait-until.ts';
import { ownStack, type Somebody } from '../support/own-stack.ts';

// Two processes are started and a picture is made twice.
vi.setConfig({ testTimeout: 60_000 });
const own = ownStack();

async function upload(person: Somebody, bytes: Buffer): Promise<string> {
  const { body } = await own.call(person, 'POST', 'media/uploads', {});
  const [{ upload_id, bucket, path, token }] = body.uploads;
  const file = new Blob([new Uint8Array(bytes)], { type: 'image/jpeg' });
  const { error } = await person.client.storage.from(bucket).uploadToSignedUrl(path, token, file);
  if (error) throw error;
  return upload_id;
}

async function rowsOf<Row>(query: string, values: unknown[]): Promise<Row[]> {
  return (await own.pool.query(query, values)).rows;
}

async function assetOf(id: string): Promise<{ state: string; attempts: number } | undefined> {
  const query = 'select state, attempts from public.media_assets where id = $1';
  return (await rowsOf<{ state: string; attempts: number }>(query, [id]))[0];
}
const stateOf = async (id: string) => (await assetOf(id))?.state;
const attemptsOf = async (id: string) => (await assetOf(id))?.attempts;
const filesOf = (id: string) =>
  rowsOf<{ name: string }>(
    `select bucket_id as name from storage.objects where name like '%' || $1 || '%'`,
    [id],
  );

/** A minute passes, and the database calls for what is left. */
async function minutePasses(): Promise<boolean> {
  await own.pool.query(`update public.media_assets set claimed_at = claimed_at - interval '1 minute'
    where state = 'processing'`);
  await own.pool.query(
    `update private.leftover set taken_at = taken_at - interval '1 minute' where true`,
  );
  const { rows } = await own.pool.query('select private.wake_media_if_due() as is_due');
  return rows[0].is_due;
}

it('a picture whose worker is killed is finished, though nobody asks for it again', async () => {
  const person = await own.signUp();
  const noise = { type: 'gaussian', mean: 128, sigma: 40 } as const;
  const wide = { width: 4000, height: 3000, channels: 3, background: 'grey', noise } as const;
  const id = await upload(person, await sharp({ create: wide }).jpeg().toBuffer());
  const finished = await own.call(person, 'POST', 'media', { upload_id: id });
  await own.stack.functions.kill();
  expect(finished.status).toBe(202);
  expect(await stateOf(id)).toBe('processing');
  await waitUntil('the functions to be back', async () => {
    return (await own.call(person, 'POST', 'media/work')).status === 401;
  });
  expect(await minutePasses()).toBe(true);
  await waitUntil('another to take over', async () => (await attemptsOf(id)) === 2);
  await waitUntil('the picture', async () => (await stateOf(id)) === 'ready', {
    timeoutMs: 20_000,
  });
  await waitUntil('the upload to go', async () => (await filesOf(id)).length === 5);
  expect((await filesOf(id)).map(({ name }) => name)).toEqual(Array(5).fill('media'));
  await waitUntil('nothing to be left to do', async () => !(await minutePasses()));
});

it('files of an account that goes are removed, though nobody uploads again', async () => {
  const goer = await own.signUp();
  const id = await upload(
    goer,
    await sharp({
      create: { width: 40, height: 30, channels: 3, background: 'red' },
    })
      .jpeg()
      .toBuffer(),
  );
  await own.call(goer, 'POST', 'media', { upload_id: id });
  await waitUntil('the picture', async () => (await stateOf(id)) === 'ready');
  await own.pool.query('delete from auth.users where id = $1', [goer.id]);
  expect((await filesOf(id)).length).toBeGreaterThan(0);
  await minutePasses();
  await waitUntil('the files to go', async () => (await filesOf(id)).length === 0);
});

it('nobody else has it worked off', async () => {
  const person = await own.signUp();
  for (const who of [undefined, person])
    expect((await own.call(who, 'POST', 'media/work')).status).toBe(401);
});
