// start-resumable: uploads in pieces that go on after a break (TUS 1.0.0), by @tus/server.
// One in progress is two files in the folder `resumable`: <id> has the bytes that came, <id>.json
// what it will be. When it is whole, its bytes become an object's without being copied.
import { FileStore } from '@tus/file-store';
import { EVENTS, MemoryLocker, Server } from '@tus/server';
import { RESUMABLE_PATH, resumableOptions } from './resumable-options.ts';
import type { StorageContext } from './storage-context.ts';
import { RESUMABLE_LIFETIME_MS, sweepResumable } from './sweep-resumable.ts';

export interface Resumable {
  /** The answer to a request on an upload in pieces; undefined for all other requests. */
  answer(request: Request): Promise<Response> | undefined;
}

/** Removes what is too old to go on, and answers below /storage/v1/upload/resumable. */
export async function startResumable(
  storage: StorageContext,
  onLine?: (line: string) => void,
): Promise<Resumable> {
  const directory = storage.files.resumableFolder;
  await sweepResumable(directory);
  const datastore = new FileStore({
    directory,
    expirationPeriodInMilliseconds: RESUMABLE_LIFETIME_MS,
  });
  const server = new Server({
    path: RESUMABLE_PATH,
    datastore,
    locker: new MemoryLocker(),
    ...resumableOptions(storage, datastore, onLine),
  });
  server.on(EVENTS.POST_FINISH, (_request, _response, { id }) => {
    datastore.remove(id).catch((error) => onLine?.(`resumable upload ${id}: ${error.message}`));
  });
  return {
    answer(request) {
      const { pathname } = new URL(request.url);
      if (pathname !== RESUMABLE_PATH && !pathname.startsWith(`${RESUMABLE_PATH}/`))
        return undefined;
      return server.handleWeb(request);
    },
  };
}
