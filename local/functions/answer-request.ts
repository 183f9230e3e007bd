// answer-request: what stands between a request and a function's worker: name, token, outcome.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { findFunction } from './find-function.ts';
import { forward } from './forward.ts';
import { bootError, notFound, refuse, workerError } from './refuse.ts';
import type { Isolates } from './run-isolates.ts';
import { verifyJwt } from './verify-jwt.ts';

export interface AnswerOptions {
  functionsDir: string;
  isolates: Isolates;
  jwt: { secret: string };
  verifyJwt: (name: string) => boolean;
  onLine: (line: string) => void;
}

/** A listener for node:http that answers each request by its function, or refuses it. */
export function answerRequest(
  options: AnswerOptions,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const { functionsDir, isolates, onLine } = options;
  const secret = new TextEncoder().encode(options.jwt.secret);
  return async (request, response) => {
    const target = findFunction(functionsDir, request.url ?? '/');
    if (!target) return refuse(response, notFound);
    if (request.method !== 'OPTIONS' && options.verifyJwt(target.name)) {
      const refusal = await verifyJwt(request.headers.authorization, secret);
      if (refusal) return refuse(response, refusal);
    }
    try {
      const outcome = await isolates.use(target, (port) => forward(request, response, port));
      if (outcome === 'broken') refuse(response, workerError);
      if (outcome === 'unreachable') refuse(response, bootError);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      for (const line of `could not start: ${reason}`.split('\n'))
        onLine(`${target.name}: ${line}`);
      refuse(response, bootError);
    }
  };
}
