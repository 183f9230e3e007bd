// read-multipart: a form with one file, read as it arrives: the fields before the file, then the
// file's bytes in pieces (RFC 7578).
import { StorageError } from './storage-error.ts';

const MAX_HEADER_BYTES = 16 * 1024;
const MAX_FIELD_BYTES = 1024 * 1024;
const MAX_FIELDS = 10;
const END_OF_LINE = '\r\n';

export interface Form {
  /** Those that stand before the file. */
  fields: Map<string, string>;
  /** As its part says; undefined when it does not. */
  mimeType: string | undefined;
  bytes: AsyncIterable<Uint8Array>;
}

/** Refuses with `InvalidRequest` what is no form or has no file. */
export async function readMultipart(
  body: AsyncIterable<Uint8Array>,
  contentType: string,
): Promise<Form> {
  const [, quoted, plain] = /;\s*boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(contentType) ?? [];
  const boundary = quoted ?? plain;
  if (!boundary) throw noContent('Multipart: Boundary not found');
  const delimiter = `${END_OF_LINE}--${boundary}`;
  const input = new Input(body);
  await collect(input.upTo(delimiter), MAX_HEADER_BYTES);

  const fields = new Map<string, string>();
  while (!(await input.startsWith('--'))) {
    const head = await collect(input.upTo(END_OF_LINE + END_OF_LINE), MAX_HEADER_BYTES);
    const { name, isFile, mimeType } = readPartHead(head.toString('utf8'));
    if (isFile) return { fields, mimeType, bytes: input.upTo(delimiter) };
    if (fields.size === MAX_FIELDS) throw noContent('Too many fields');
    fields.set(name, (await collect(input.upTo(delimiter), MAX_FIELD_BYTES)).toString('utf8'));
  }
  throw noContent('No content provided');
}

function readPartHead(head: string): { name: string; isFile: boolean; mimeType?: string } {
  const disposition = /^content-disposition:(.*)$/im.exec(head)?.[1] ?? '';
  const name = /;\s*name="([^"]*)"/i.exec(disposition)?.[1] ?? '';
  const mimeType = /^content-type:\s*(.*?)\s*$/im.exec(head)?.[1];
  const isFile = /;\s*filename\*?=/i.test(disposition);
  return mimeType ? { name, isFile, mimeType } : { name, isFile };
}

async function collect(pieces: AsyncIterable<Uint8Array>, limit: number): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const piece of pieces) {
    size += piece.byteLength;
    if (size > limit)
      throw new StorageError('EntityTooLarge', {
        message: 'The user_metadata exceeded the maximum allowed size',
      });
    parts.push(piece);
  }
  return Buffer.concat(parts);
}

/** Bytes that arrive, of which no more is kept than may be the start of a delimiter. */
class Input {
  readonly #chunks: AsyncIterator<Uint8Array>;
  // The first delimiter has no line before it.
  #pending: Buffer = Buffer.from(END_OF_LINE);

  constructor(body: AsyncIterable<Uint8Array>) {
    this.#chunks = body[Symbol.asyncIterator]();
  }

  /** The bytes before `delimiter`, which is taken off too. */
  async *upTo(delimiter: string): AsyncGenerator<Uint8Array> {
    for (;;) {
      const index = this.#pending.indexOf(delimiter);
      const certain = index < 0 ? this.#pending.length - delimiter.length + 1 : index;
      if (certain > 0) yield this.#take(certain);
      if (index >= 0) {
        this.#take(delimiter.length);
        return;
      }
      await this.#more();
    }
  }

  async startsWith(text: string): Promise<boolean> {
    while (this.#pending.length < text.length) await this.#more();
    return this.#pending.subarray(0, text.length).toString('latin1') === text;
  }

  #take(length: number): Buffer {
    const taken = this.#pending.subarray(0, length);
    this.#pending = this.#pending.subarray(length);
    return taken;
  }

  async #more(): Promise<void> {
    const { done, value } = await this.#chunks.next();
    if (done) throw noContent('Unexpected end of multipart data');
    this.#pending = Buffer.concat([this.#pending, value]);
  }
}

function noContent(message: string): StorageError {
  return new StorageError('InvalidRequest', { message });
}
