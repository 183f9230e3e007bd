// begin-completion: what a request may cost at most, for SQL to allow or refuse it.
import {
  type BegunCompletion,
  begunCompletion,
  type CompletionMessage,
  type CompletionRequest,
} from '../../../shared/contracts/completions.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Caller, KeyHolder } from '../_shared/authenticate.ts';
import { callSql } from '../_shared/database.ts';
import { hash } from '../_shared/hash.ts';

/** Of text, not of images: about what the longest context on offer holds, in English. */
const MAX_INPUT_BYTES = 4 * 1024 * 1024;

/** Begins the answer; throws whatever refuses it. One round trip, the only one before the model. */
export async function beginCompletion(
  caller: Caller | KeyHolder,
  request: CompletionRequest,
  clientKey: string,
): Promise<BegunCompletion> {
  const [images, inputBytes] = [countImages(request), countBytes(request)];
  // Whoever looks at the text from here on, in the database or elsewhere, has done so in good time.
  if (inputBytes > MAX_INPUT_BYTES)
    throw new AppError('payload_too_large', { details: { max_bytes: MAX_INPUT_BYTES } });
  const maxTokens = request.max_completion_tokens ?? request.max_tokens;
  return callSql(
    'begin_completion',
    {
      ...('userId' in caller ? { p_user_id: caller.userId } : { p_key_hash: caller.keyHash }),
      p_client_key: clientKey,
      p_fingerprint: await hash(JSON.stringify(request)),
      p_model: request.model,
      p_needs: needsOf(request, images),
      p_input_bytes: inputBytes,
      p_messages: request.messages.length,
      p_images: images,
      ...(maxTokens ? { p_max_output_tokens: maxTokens } : {}),
      ...(caller.ip ? { p_ip: caller.ip } : {}),
    },
    begunCompletion,
  );
}

/** The capabilities that a model must have for it. */
function needsOf({ tools, reasoning_effort }: CompletionRequest, images: number): string[] {
  return [
    ...(images > 0 ? ['vision'] : []),
    ...(tools ? ['tools'] : []),
    ...(reasoning_effort && reasoning_effort !== 'none' ? ['reasoning'] : []),
  ];
}

function countImages({ messages }: CompletionRequest): number {
  const parts = messages.flatMap(({ content }) => (Array.isArray(content) ? content : []));
  return parts.filter(({ type }) => type === 'image_url').length;
}

/** Of all that the model reads as text. Images count by themselves, not by their bytes. */
function countBytes({ messages, tools, response_format }: CompletionRequest): number {
  const read = JSON.stringify({ messages: messages.map(withoutImages), tools, response_format });
  return new TextEncoder().encode(read).length;
}

function withoutImages(message: CompletionMessage): object {
  if (!Array.isArray(message.content)) return message;
  const content = message.content.filter(({ type }) => type !== 'image_url');
  return { ...message, content };
}
