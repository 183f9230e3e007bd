// answer-request: one request to its route, and whatever is thrown as the platform's answer.
import { readCaller } from './caller.ts';
import { routes } from './routes.ts';
import type { Resumable } from './start-resumable.ts';
import type { StorageContext, Target } from './storage-context.ts';
import { MalformedRequest, renderMalformed, renderStorageError } from './storage-error.ts';
import { toStorageError } from './to-storage-error.ts';

/** Always answers; `onLine` takes the cause of a 500. What is left of a body is read and lost. */
export async function answerRequest(
  storage: StorageContext,
  resumable: Resumable,
  request: Request,
  onLine?: (line: string) => void,
): Promise<Response> {
  try {
    return await (resumable.answer(request) ?? answerByRoute(storage, request));
  } catch (cause) {
    if (cause instanceof MalformedRequest) return renderMalformed(cause);
    const error = toStorageError(cause);
    if (error.isFault)
      onLine?.(`${request.method} ${new URL(request.url).pathname}: ${describe(error)}`);
    return renderStorageError(error);
  } finally {
    void drain(request);
  }
}

async function answerByRoute(storage: StorageContext, request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  for (const route of routes) {
    const match = route.method === method && route.path.exec(pathname);
    if (!match) continue;
    const target: Target = { bucket: decode(match[1]), key: decode(match[2]) };
    const call = { storage, request, operation: route.operation };
    if (!route.forCallers) return route.answer(call, target);
    return route.answer({ ...call, caller: await readCaller(storage, request) }, target);
  }
  const message = `Route ${request.method}:${pathname} not found`;
  return Response.json({ message, error: 'Not Found', statusCode: 404 }, { status: 404 });
}

/** As written where it is not properly encoded; no such name is valid. */
function decode(text = ''): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A caller who still sends would see a broken connection in place of the answer. */
async function drain({ body }: Request): Promise<void> {
  if (!body || body.locked) return;
  try {
    for await (const _ of body);
  } catch {
    // The caller has left.
  }
}

function describe({ message, cause }: Error): string {
  return cause instanceof Error ? `${message} (${cause.message})` : message;
}
