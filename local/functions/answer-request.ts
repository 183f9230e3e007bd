// answer-request: what stands between a request and a function's worker: name, token, outcome.
import { forward } from '../gateway/forward.ts';
import type { FunctionsMount } from '../gateway/mount.ts';
import { findFunction } from './find-function.ts';
import { bootError, notFound, refuse, tooSlow, workerError } from './refuse.ts';
import type { Isolates } from './run-isolates.ts';
import { verifyJwt } from './verify-jwt.ts';

export interface AnswerOptions {
  functionsDir: string;
  isolates: Isolates;
  jwt: { secret: string };
  verifyJwt: (name: string) => boolean;
  onLine: (line: string) => void;
}

const refusals = {
  unreachable: bootError,
  stale: workerError,
  broken: workerError,
  slow: tooSlow,
};
const answersWithinMs = 150_000;

/** Answers each request by its function, or refuses it. */
export function answerRequest(options: AnswerOptions): FunctionsMount['answer'] {
  const { functionsDir, isolates, onLine } = options;
  const secret = new TextEncoder().encode(options.jwt.secret);
  return async (incoming, outgoing, forwarding) => {
    const target = findFunction(functionsDir, forwarding.path);
    if (!target) return refuse(outgoing, notFound);
    if (incoming.method !== 'OPTIONS' && options.verifyJwt(target.name)) {
      const refusal = await verifyJwt(forwarding.authorization, secret);
      if (refusal) return refuse(outgoing, refusal);
    }
    try {
      const outcome = await isolates.use(target, (port) =>
        forward(incoming, outgoing, { port, answersWithinMs }, forwarding),
      );
      if (outcome !== 'answered') refuse(outgoing, refusals[outcome]);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      for (const line of `could not start: ${reason}`.split('\n'))
        onLine(`${target.name}: ${line}`);
      refuse(outgoing, bootError);
    }
  };
}
