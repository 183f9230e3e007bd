// openai-error: our errors in the form that clients of OpenAI's API know.
import { z } from 'zod';
import type { AppError, ErrorCode } from '../../../shared/errors.ts';
import { refusalHeaders } from '../_shared/limit-headers.ts';

/** `details` and `request_id` are ours, beside OpenAI's fields. */
export interface OpenaiErrorBody {
  error: {
    message: string;
    type: string;
    param: string | null;
    code: ErrorCode;
    details: Record<string, unknown>;
    request_id: string;
  };
}

const types: Record<number, string> = {
  401: 'authentication_error',
  402: 'insufficient_quota',
  403: 'permission_error',
  429: 'rate_limit_error',
};

/** These do not pass by themselves, though OpenAI's clients try their status again. */
const FINAL_CODES: readonly ErrorCode[] = [
  'completion_repeated',
  'idempotency_conflict',
  'quota_exceeded',
  'empty_answer',
  'provider_not_configured',
  'model_not_priced',
];

const issues = z.object({
  issues: z.array(z.object({ path: z.string(), message: z.string() })).min(1),
});

/** The body of an error answer, and the last event of a stream that was cut. */
export function openaiError(error: AppError, requestId: string): OpenaiErrorBody {
  const { code, details, status } = error;
  const [issue] = issues.safeParse(details).data?.issues ?? [];
  const param = issue ? issue.path.replaceAll(/\.(\d+)/g, '[$1]') : paramOf(code);
  const message = issue ? `${param || 'The body'}: ${issue.message}` : error.message;
  const type = types[status] ?? (status < 500 ? 'invalid_request_error' : 'server_error');
  return {
    error: { message, type, param: param || null, code, details, request_id: requestId },
  };
}

/** The error answer; `x-should-retry: false` keeps OpenAI's clients from trying in vain. */
export function renderOpenaiError(error: AppError, requestId: string): Response {
  return Response.json(openaiError(error, requestId), {
    status: error.status,
    headers: {
      ...refusalHeaders(error),
      ...(FINAL_CODES.includes(error.code) ? { 'x-should-retry': 'false' } : {}),
    },
  });
}

function paramOf(code: ErrorCode): string {
  if (code === 'context_length_exceeded') return 'messages';
  return code.startsWith('model_') ? 'model' : '';
}
