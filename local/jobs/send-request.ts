// send-request: one HTTP request of pg_net's queue.

export interface QueuedRequest {
  id: string;
  method: string;
  url: string;
  headers: Record<string, string> | null;
  body: Buffer | null;
  timeout_milliseconds: number;
}

/** A row of net._http_response, in its columns' order after the id. */
export interface QueueResponse {
  status_code: number | null;
  content_type: string | null;
  headers: Record<string, string> | null;
  content: string | null;
  timed_out: boolean;
  error_msg: string | null;
}

/** Sends the request and reads the whole answer within its timeout; never throws. */
export async function sendRequest(
  request: QueuedRequest,
  stopping: AbortSignal,
): Promise<QueueResponse> {
  const timeout = AbortSignal.timeout(request.timeout_milliseconds);
  try {
    const response = await fetch(request.url, {
      method: request.method,
      headers: { 'user-agent': 'pg_net/0.20.0', ...request.headers },
      body: request.body && new Uint8Array(request.body),
      signal: AbortSignal.any([timeout, stopping]),
    });
    return {
      status_code: response.status,
      content_type: response.headers.get('content-type'),
      headers: Object.fromEntries(response.headers),
      // Postgres's text cannot hold a zero byte.
      content: (await response.text()).replaceAll('\0', ''),
      timed_out: false,
      error_msg: null,
    };
  } catch (error) {
    const none = { status_code: null, content_type: null, headers: null, content: null };
    const error_msg = timeout.aborted
      ? `Timeout of ${request.timeout_milliseconds} ms reached`
      : reasonOf(error);
    return { ...none, timed_out: timeout.aborted, error_msg };
  }
}

/** fetch says "fetch failed" and puts what happened in its cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
