// read-delivery: the body of a delivery, as text that is byte for byte what was signed.
import type { EventProvider } from '../../../shared/contracts/payments.ts';
import { refuseDelivery } from './refuse-delivery.ts';

/** What a delivery may have at most; Stripe's largest are a tenth of it. */
const MAX_DELIVERY_BYTES = 1024 * 1024;

/** Not as Request.text() does, which leaves a mark at the start out and puts signs for bytes. */
const exactly = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The raw body; refuses one that is too large or no text. No more is read than is taken. */
export async function readDelivery(provider: EventProvider, request: Request): Promise<string> {
  const bytes = await readAtMost(MAX_DELIVERY_BYTES, request);
  if (!bytes) throw await refuseDelivery(provider, 'too_large');
  try {
    return exactly.decode(bytes);
  } catch (cause) {
    throw await refuseDelivery(provider, 'malformed', cause);
  }
}

/** Undefined when there are more. */
async function readAtMost(
  max: number,
  { headers, body }: Request,
): Promise<Uint8Array | undefined> {
  if (Number(headers.get('content-length')) > max) return undefined;
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  // A body that is left is not read on.
  for await (const chunk of body ?? []) {
    length += chunk.length;
    if (length > max) return undefined;
    chunks.push(chunk);
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}
