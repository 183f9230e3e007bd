// error-chunk: a failure after the stream has begun, with the same body as an error answer.
import type { UIMessageChunk } from 'ai';
import type { AppError } from '../../../shared/errors.ts';

/** The stream's `error` part; useChat gives its text as the message of the error it reports. */
export function errorChunk(error: AppError, requestId: string): UIMessageChunk {
  return { type: 'error', errorText: JSON.stringify(error.toBody(requestId)) };
}
