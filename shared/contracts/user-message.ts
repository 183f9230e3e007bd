// user-message: what a person says, in the parts of the AI SDK's UI messages.
import { z } from 'zod';

/** Code points of a message of a person; the same bound as messages_user_content_check. */
export const MESSAGE_MAX_LENGTH = 5000;
/** Attachments of one message; the same bound as message_attachments_position_check. */
export const MAX_ATTACHMENTS = 5;

/** What the database can keep as text. */
export const storableText = z
  .string()
  .refine((text) => text.isWellFormed() && !text.includes('\u0000'), 'is not storable text');

const signedPath = 'https?://[^/]+/storage/v1/object/sign/media/user-content/[^/]+/';
const uuid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const assetAddress = new RegExp(`^(?:asset:(${uuid})|${signedPath}(${uuid})/[^/]+)$`);

/**
 * The asset that an address names: `asset:<id>`, or what media/sign answered, which a client shows
 * the file from. Of an address only the id is read; nothing is ever loaded from there.
 */
const assetReference = z
  .string()
  .max(8000)
  .transform((url, context) => {
    const [, named, signed] = assetAddress.exec(url) ?? [];
    const id = named ?? signed;
    if (id) return id;
    const message = 'must be asset:<id> or an address of media/sign; upload the file first';
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  });

const part = z.discriminatedUnion(
  'type',
  [
    z.object({ type: z.literal('text'), text: storableText }),
    z.object({ type: z.literal('file'), url: assetReference }),
  ],
  'only text and file parts are taken',
);

/** The text of a message of a person, which may be empty beside attachments, and these. */
export const userMessage = z
  .object({
    id: storableText.min(1).max(64),
    role: z.literal('user'),
    parts: z.array(part, 'parts are needed').min(1).max(1000),
  })
  .transform(({ id, parts }, context) => {
    const said = parts.map((it) => (it.type === 'text' ? it.text : '')).join('');
    const attachments = parts.flatMap((it) => (it.type === 'file' ? [it.url] : []));
    const text = attachments.length > 0 && said.trim() === '' ? '' : said;
    const length = [...text].length;
    if ((text.trim() === '' && attachments.length === 0) || length > MESSAGE_MAX_LENGTH)
      refuse(`must have 1 to ${MESSAGE_MAX_LENGTH} characters, has ${length}`);
    if (attachments.length > MAX_ATTACHMENTS)
      refuse(`must have at most ${MAX_ATTACHMENTS} files, has ${attachments.length}`);
    if (new Set(attachments).size < attachments.length) refuse('must have each file once');
    return { id, text, attachments };

    function refuse(message: string): void {
      context.addIssue({ code: 'custom', message, path: ['parts'] });
    }
  });
