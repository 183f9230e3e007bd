// browser: a page of another origin that uploads from its file input and shows what it stored.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createBucket, eTagOf, rowOf } from '../support/bucket.ts';
import { findChromium } from '../support/find-chromium.ts';
import { createPerson, type Person } from '../support/person.ts';

const executablePath = findChromium();
const name = executablePath ? 'in Chromium' : 'in Chromium (none in PATH or CHROMIUM_BIN: not run)';
const PACKAGES = join(import.meta.dirname, '..', '..', 'node_modules');
const html = '<!doctype html><input type="file" multiple><img>';

/** What the page's scripts see: the libraries as a script tag loads them. */
interface Libraries {
  supabase: typeof import('@supabase/supabase-js');
  tus: typeof import('tus-js-client');
}

describe.runIf(executablePath)(name, () => {
  let app: Server;
  let browser: Browser;
  let page: Page;
  let person: Person;
  let bucket: string;
  let picture: Buffer;

  beforeAll(async () => {
    [person, bucket] = [await createPerson(), await createBucket()];
    const red = { width: 300, height: 200, channels: 3, background: 'red' } as const;
    picture = await sharp({ create: red }).png().toBuffer();
    app = createServer((_, response) => response.setHeader('content-type', 'text/html').end(html));
    await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve));
    browser = await chromium.launch({
      ...(executablePath ? { executablePath } : {}),
      args: ['--no-sandbox'],
    });
    page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${(app.address() as AddressInfo).port}`);
    await page.addScriptTag({ path: join(PACKAGES, '@supabase/supabase-js/dist/umd/supabase.js') });
    await page.addScriptTag({ path: join(PACKAGES, 'tus-js-client/dist/tus.min.js') });
  });
  afterAll(async () => {
    await browser?.close();
    app?.close();
  });

  const facts = () => {
    const { apiUrl, publishableKey } = inject('stack');
    return { apiUrl, publishableKey, token: person.token, bucket, folder: person.id };
  };
  const choose = (name: string, buffer = picture) =>
    page.setInputFiles('input', { name, mimeType: 'image/png', buffer });

  it('a file is chosen, uploaded, downloaded and shown smaller by its signed URL', async () => {
    await choose('holiday photo.png');
    const seen = await page.evaluate(async (it) => {
      const { supabase } = window as unknown as Libraries;
      const client = supabase.createClient(it.apiUrl, it.publishableKey, {
        accessToken: async () => it.token,
      });
      const files = client.storage.from(it.bucket);
      const [file] = (document.querySelector('input') as HTMLInputElement).files ?? [];
      if (!file) throw new Error('No file was chosen.');
      const path = `${it.folder}/${file.name}`;
      const uploaded = await files.upload(path, file);
      const downloaded = await files.download(path);
      const transform = { width: 30 };
      const signed = await files.createSignedUrl(path, 60, { transform });
      const image = document.querySelector('img') as HTMLImageElement;
      image.src = signed.data?.signedUrl ?? 'data:,';
      await image.decode();
      const listed = await files.list(it.folder);
      return {
        error: uploaded.error,
        type: downloaded.data?.type,
        size: downloaded.data?.size,
        width: image.naturalWidth,
        names: listed.data?.map(({ name }) => name),
      };
    }, facts());
    expect(seen).toEqual({
      error: null,
      type: 'image/png',
      size: picture.byteLength,
      width: 30,
      names: ['holiday photo.png'],
    });
    expect(await rowOf(bucket, `${person.id}/holiday photo.png`)).toMatchObject({
      owner: person.id,
      metadata: { eTag: eTagOf(picture), mimetype: 'image/png' },
    });
  });

  it('a large file goes in pieces, and on after a break', async () => {
    const large = Buffer.alloc(3_000_000, 'large');
    await choose('large.png', large);
    const offsets = await page.evaluate(async (it) => {
      const { tus } = window as unknown as Libraries;
      const [file] = (document.querySelector('input') as HTMLInputElement).files ?? [];
      if (!file) throw new Error('No file was chosen.');
      const offsets: number[] = [];
      const send = (uploadUrl: string | null, breakAfterFirst: boolean) =>
        new Promise<string | null>((resolve, reject) => {
          const upload = new tus.Upload(file, {
            endpoint: `${it.apiUrl}/storage/v1/upload/resumable`,
            uploadUrl,
            headers: { authorization: `Bearer ${it.token}` },
            metadata: { bucketName: it.bucket, objectName: `${it.folder}/large.png` },
            chunkSize: 1_000_000,
            onChunkComplete: (_, accepted) => {
              offsets.push(accepted);
              if (breakAfterFirst) void upload.abort().then(() => resolve(upload.url));
            },
            onSuccess: () => resolve(null),
            onError: reject,
          });
          upload.start();
        });
      const url = await send(null, true);
      await send(url, false);
      return offsets;
    }, facts());
    expect(offsets).toEqual([1_000_000, 2_000_000, 3_000_000]);
    expect(await rowOf(bucket, `${person.id}/large.png`)).toMatchObject({
      metadata: { eTag: eTagOf(large), size: large.byteLength },
    });
  });

  it('what is refused comes with its reason', async () => {
    await choose('foreign.png');
    const error = await page.evaluate(async (it) => {
      const { supabase } = window as unknown as Libraries;
      const client = supabase.createClient(it.apiUrl, it.publishableKey);
      const [file] = (document.querySelector('input') as HTMLInputElement).files ?? [];
      const { error } = await client.storage.from(it.bucket).upload('foreign.png', file as File);
      return error?.message;
    }, facts());
    expect(error).toBe('new row violates row-level security policy');
  });
});
