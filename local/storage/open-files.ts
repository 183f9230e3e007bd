// open-files: the bytes of objects on disk, each version a file of its own that never changes.
//   objects/<version>    whole files, each with a row in storage.objects
//   incoming/<version>   files that are being written
//   resumable/...        uploads in pieces (start-resumable.ts)
// A file is there before its row and gone after it, so that a row always has its bytes. What a
// crash leaves between the two, `sweep` removes.
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { type FileHandle, link, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { StorageError } from './storage-error.ts';

export interface StoredFile {
  size: number;
  /** The MD5 of the bytes in double quotes, as S3 gives it. */
  eTag: string;
}

export interface Files {
  resumableFolder: string;
  /** Writes all of `source` or nothing; `EntityTooLarge` beyond `limit` bytes. */
  write(version: string, source: AsyncIterable<Uint8Array>, limit: number): Promise<StoredFile>;
  /** Makes `version` of the file at `path`, whose bytes are shared, not copied; `NoSuchKey`. */
  adopt(version: string, path: string): Promise<void>;
  /** Where the bytes of a version are. */
  pathOf(version: string): string;
  /** Open for reading; `NoSuchKey` when there are no bytes. */
  open(version: string): Promise<FileHandle>;
  remove(versions: readonly (string | null)[]): Promise<void>;
  /** Removes every file that is not of a version in `kept`. Before the first request only. */
  sweep(kept: ReadonlySet<string>): Promise<void>;
}

/** Makes the folders below `folder` where they are missing. */
export async function openFiles(folder: string): Promise<Files> {
  const objects = join(folder, 'objects');
  const incoming = join(folder, 'incoming');
  const resumableFolder = join(folder, 'resumable');
  for (const each of [objects, incoming, resumableFolder]) await mkdir(each, { recursive: true });
  const pathOf = (version: string) => join(objects, version);
  const remove = (path: string) => rm(path, { force: true });

  return {
    resumableFolder,
    pathOf,
    async write(version, source, limit) {
      const draft = join(incoming, version);
      try {
        const stored = await writeWhole(draft, source, limit);
        await rename(draft, pathOf(version));
        await syncFolder(objects);
        return stored;
      } catch (cause) {
        await remove(draft);
        throw cause;
      }
    },
    async adopt(version, path) {
      const file = await openPresent(path);
      await file.sync().finally(() => file.close());
      await link(path, pathOf(version)).catch(refuseMissing);
      await syncFolder(objects);
    },
    open: (version) => openPresent(pathOf(version)),
    async remove(versions) {
      for (const version of versions) if (version) await remove(pathOf(version));
    },
    async sweep(kept) {
      for (const name of await readdir(incoming)) await remove(join(incoming, name));
      for (const name of await readdir(objects)) if (!kept.has(name)) await remove(pathOf(name));
    },
  };
}

async function writeWhole(path: string, source: AsyncIterable<Uint8Array>, limit: number) {
  const hash = createHash('md5');
  let size = 0;
  const measure = async function* () {
    for await (const chunk of source) {
      size += chunk.byteLength;
      if (size > limit) throw new StorageError('EntityTooLarge');
      hash.update(chunk);
      yield chunk;
    }
  };
  await pipeline(measure, createWriteStream(path, { flags: 'wx', flush: true }));
  return { size, eTag: `"${hash.digest('hex')}"` };
}

function openPresent(path: string): Promise<FileHandle> {
  return open(path).catch(refuseMissing);
}

function refuseMissing(cause: NodeJS.ErrnoException): never {
  throw cause.code === 'ENOENT' ? new StorageError('NoSuchKey', { cause }) : cause;
}

/** A rename is on disk when its folder is. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path);
  await folder.sync().finally(() => folder.close());
}
