// decode-frame: reads one frame of a client.
import { z } from 'zod';
import { BinaryPush, ENCODING_JSON, ENCODING_RAW, type Frame, KIND_PUSH } from './frame.ts';

const ref = z.string().nullish();
const arrayFrame = z.tuple([ref, ref, z.string(), z.string(), z.unknown()]);
const objectFrame = z.object({
  join_ref: ref,
  ref,
  topic: z.string(),
  event: z.string(),
  payload: z.unknown(),
});

/** Reads the frame; throws on anything that no client of either version sends. */
export function decodeFrame(data: Buffer, isBinary: boolean): Frame {
  if (isBinary) return decodePush(data);
  const message: unknown = JSON.parse(data.toString());
  if (Array.isArray(message)) {
    const [joinRef, own, topic, event, payload] = arrayFrame.parse(message);
    return { joinRef: joinRef ?? null, ref: own ?? null, topic, event, payload };
  }
  const { join_ref, ref: own, ...rest } = objectFrame.parse(message);
  return { joinRef: join_ref ?? null, ref: own ?? null, ...rest };
}

/**
 * Kind 3: the lengths of five texts (join ref, ref, topic, event, metadata) and the encoding, a
 * byte each, then the texts and the payload.
 */
function decodePush(data: Buffer): Frame {
  const [kind, ...header] = data.subarray(0, 7);
  const encoding = header[5];
  if (kind !== KIND_PUSH || (encoding !== ENCODING_RAW && encoding !== ENCODING_JSON))
    throw new Error('Unknown kind of binary frame.');
  let offset = 7;
  const [joinRef = '', ref = '', topic = '', event = '', metadata = ''] = header
    .slice(0, 5)
    .map((length) => {
      if (offset + length > data.length) throw new Error('A binary frame ends too early.');
      offset += length;
      return data.toString('utf8', offset - length, offset);
    });
  const payload = data.subarray(offset);
  const isJson = encoding === ENCODING_JSON;
  // What is passed on unread must be readable for those who get it.
  if (isJson) JSON.parse(payload.toString());
  return {
    joinRef: joinRef === '' ? null : joinRef,
    ref: ref === '' ? null : ref,
    topic,
    event: 'broadcast',
    payload: new BinaryPush({
      event,
      payload,
      isJson,
      metadata: metadata === '' ? undefined : JSON.parse(metadata),
    }),
  };
}
