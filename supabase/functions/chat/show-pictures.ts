// show-pictures: what a model is asked, with the pictures as bytes where it sees. Providers are
// given no address: nobody else's server is let into Storage, and none is asked by us.
import type { AskedMessage, ChainLink, TurnContext } from '../../../shared/contracts/chat.ts';
import type { Prompt } from '../_shared/language-model.ts';
import { filesOf, taken } from '../_shared/storage.ts';

/** The messages for one model; throws `storage_unavailable` where a picture cannot be read. */
export function showPictures(
  { messages }: Pick<TurnContext, 'messages'>,
  { sees }: Pick<ChainLink, 'sees'>,
): Promise<Prompt> {
  return Promise.all(messages.map((message) => (sees ? shown(message) : told(message))));
}

function told({ role, content }: AskedMessage): Prompt[number] {
  return { role, content: [{ type: 'text', text: content }] };
}

async function shown(message: AskedMessage): Promise<Prompt[number]> {
  const { caption, pictures } = message;
  if (!pictures) return told(message);
  const files = await Promise.all(pictures.map(load));
  // Models heed words better after a picture than before it; no provider takes empty ones.
  const words = caption ? [{ type: 'text' as const, text: caption }] : [];
  return { role: 'user', content: [...files, ...words] };
}

async function load({ bucket, path }: { bucket: string; path: string }) {
  const file = taken(await filesOf(bucket).download(path));
  const data = new Uint8Array(await file.arrayBuffer());
  return { type: 'file' as const, mediaType: 'image/webp', data: { type: 'data' as const, data } };
}
