// media: files of people, from the address to the finished asset, through the function and Storage.
import sharp, { type Sharp } from 'sharp';
import { inject } from 'vitest';
import { waitUntil } from '../../local/wait-until.ts';
import type { MediaAsset, UploadAddress } from '../../shared/contracts/media.ts';
import type { ErrorBody } from '../../shared/errors.ts';
import type { Person } from './person.ts';

export interface MediaAnswer {
  status: number;
  headers: Headers;
  uploads: UploadAddress[];
  asset: MediaAsset;
  urls: Record<string, string>;
  deleted: string[];
  error?: ErrorBody['error'];
}

/** What an upload is for, and what is said of it. */
type Wish = { purpose?: string; character_id?: string; peaks?: number[] };

/** Calls a route of the media function. */
export async function callMedia(
  who: Pick<Person, 'token'> | undefined,
  route: '' | '/uploads' | '/sign' | '/delete' | '/transcribe' | '/speak',
  body: unknown,
): Promise<MediaAnswer> {
  const answer = await fetch(`${inject('stack').apiUrl}/functions/v1/media${route}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(who ? { authorization: `Bearer ${who.token}` } : {}),
    },
    body: JSON.stringify(body),
  });
  const { status, headers } = answer;
  return { ...((await answer.json()) as Omit<MediaAnswer, 'status'>), status, headers };
}

/** Uploads bytes to an address of their own; returns its id. */
export async function upload(
  person: Person,
  bytes: Uint8Array,
  type = 'image/jpeg',
): Promise<string> {
  const { uploads, error } = await callMedia(person, '/uploads', {});
  const [address] = uploads ?? [];
  if (!address) throw new Error(JSON.stringify(error));
  const { bucket, path, token } = address;
  const file = new Blob([new Uint8Array(bytes)], { type });
  const sent = await person.client.storage.from(bucket).uploadToSignedUrl(path, token, file);
  if (sent.error) throw sent.error;
  return address.upload_id;
}

/** Uploads and finishes; the asset as it is answered, or the refusal. */
export async function send(
  person: Person,
  bytes: Uint8Array,
  wish: Wish = {},
): Promise<MediaAnswer> {
  return callMedia(person, '', { upload_id: await upload(person, bytes), ...wish });
}

/** The asset when it is no longer processed. */
export async function settled(person: Person, { id }: Pick<MediaAsset, 'id'>): Promise<MediaAsset> {
  let row: MediaAsset | undefined;
  const isDone = async () => {
    const { data } = await person.client.from('media_assets').select().eq('id', id).single();
    row = data as unknown as MediaAsset;
    return row.state !== 'processing';
  };
  // The first picture waits until ImageMagick is compiled.
  await waitUntil('the asset to be processed', isDone, { timeoutMs: 25_000 });
  return row as MediaAsset;
}

/** Uploads, finishes and waits; fails when it is refused. */
export async function keep(
  person: Person,
  bytes: Uint8Array,
  wish: Wish = {},
): Promise<MediaAsset> {
  const { asset, error } = await send(person, bytes, wish);
  if (!asset) throw new Error(JSON.stringify(error));
  return settled(person, asset);
}

/** A picture of noise, different each time, as sharp has it. */
export function picture(width = 64, height = 48): Sharp {
  const noise = { type: 'gaussian', mean: 128, sigma: 30 } as const;
  return sharp({ create: { width, height, channels: 3, background: 'grey', noise } });
}
