// require-worker-secret: lets in the database, which calls with WORKER_SECRET, and nobody else.
import { AppError } from '../../../shared/errors.ts';
import { env } from './env.ts';
import { isSameSecret } from './is-same-secret.ts';

/** Throws `unauthenticated`, or `worker_not_configured` where there is no secret. */
export async function requireWorkerSecret({ headers }: Request): Promise<void> {
  if (!env.WORKER_SECRET) throw new AppError('worker_not_configured');
  const token = /^Bearer (\S+)$/.exec(headers.get('authorization') ?? '')?.[1];
  if (!token || !(await isSameSecret(token, env.WORKER_SECRET)))
    throw new AppError('unauthenticated');
}
