// media-memory: the largest files that are taken, and what a worker holds of them at once. The
// platform ends one that has more than 256 MB.
import { readFile, writeFile } from 'node:fs/promises';
import { expect, it, vi } from 'vitest';
import { waitUntil } from '../../local/wait-until.ts';
import { MAX_BYTES } from '../../shared/contracts/media.ts';
import { ownStack, type Somebody } from '../support/own-stack.ts';
import { mp4, wav, webm } from '../support/sound.ts';

// 50 MB go through Storage four times.
vi.setConfig({ testTimeout: 120_000 });
/** The worker has some 50 before. */
const MAX_GROWTH_MB = 200;
const own = ownStack({ standIns: [] });

async function send(person: Somebody, bytes: Buffer): Promise<string> {
  const { body } = await own.call(person, 'POST', 'media/uploads', {});
  const [{ upload_id, bucket, path, token }] = body.uploads;
  const file = new Blob([new Uint8Array(bytes)], { type: 'audio/wav' });
  const { error } = await person.client.storage.from(bucket).uploadToSignedUrl(path, token, file);
  if (error) throw error;
  const { status, body: answer } = await own.call(person, 'POST', 'media', { upload_id });
  expect([status, answer.error]).toEqual([202, undefined]);
  await waitUntil(
    'the sound',
    async () => {
      const query = `select from public.media_assets where id = $1 and state = 'ready'`;
      return (await own.pool.query(query, [upload_id])).rowCount === 1;
    },
    { timeoutMs: 30_000 },
  );
  return upload_id;
}

/** In MB, of the functions' process: now, and the most since `forget`. */
async function memory(): Promise<{ now: number; most: number }> {
  const status = await readFile(`/proc/${own.stack.functions.pid()}/status`, 'utf8');
  const read = (name: string) =>
    Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1]) / 1024;
  return { now: read('VmRSS'), most: read('VmHWM') };
}
/** Linux counts the most anew (proc_pid_clear_refs(5)). */
const forget = () => writeFile(`/proc/${own.stack.functions.pid()}/clear_refs`, '5');

/** A length, then what it is of, then as much of nothing. */
function long(bytes: Buffer, head: (length: number) => Buffer): Buffer {
  const { length } = Buffer.concat([bytes, head(0)]);
  const rest = MAX_BYTES.audio - length;
  return Buffer.concat([bytes, head(rest), Buffer.alloc(rest)]);
}

const be32 = (value: number) => Buffer.of(...[24, 16, 8, 0].map((shift) => (value >> shift) & 255));
const box = (length: number) => Buffer.concat([be32(length + 8), Buffer.from('mdat')]);
const element = (length: number) => Buffer.concat([Buffer.of(0xec), be32(0x1000_0000 + length)]);

const kinds: [string, () => Buffer][] = [
  ['a WAV', () => wav((MAX_BYTES.audio - 500) / 16, 'x')],
  ['an M4A', () => long(mp4(1500, 'x'), box)],
  ['a WebM', () => long(webm(1500, 'x'), element)],
];

it.runIf(process.platform === 'linux').each(kinds)('%s of 50 MB', async (_, make) => {
  // What it has freed stays with a process: each begins anew.
  await own.stack.functions.kill();
  const person = await own.signUp();
  await waitUntil('the functions to be back', async () => {
    return (await own.call(person, 'POST', 'media/work')).status === 401;
  });
  await send(person, wav(5000, 'warm'));
  const bytes = make();
  expect(MAX_BYTES.audio - bytes.length).toBeLessThan(100_000);
  await forget();
  const before = (await memory()).now;
  await send(person, bytes);
  // Its own 50, those that the digest copies, and what is not collected yet.
  expect((await memory()).most - before).toBeLessThan(MAX_GROWTH_MB);
});
