// env: the environment, read and checked once per worker. The only file that touches Deno.env.
import { z } from 'zod';
import { type Environment, environment } from '../../../shared/environment.ts';

/** The checked environment; throws one message that names every variable that is wrong. */
export const env: Environment = readEnvironment();

function readEnvironment(): Environment {
  const given = Object.entries(environment.shape).map(([name]) => [
    name,
    // An empty line in a .env file means: not set.
    Deno.env.get(name) || undefined,
  ]);
  const result = environment.safeParse(Object.fromEntries(given));
  if (!result.success)
    throw new Error(`The environment is not valid: ${z.prettifyError(result.error)}`);
  return result.data;
}

/** The key of the service role: the newer kind where the platform has it. */
export const serviceKey: string = requireServiceKey();

function requireServiceKey(): string {
  const secretKeys = env.SUPABASE_SECRET_KEYS ?? {};
  const key = secretKeys.default ?? Object.values(secretKeys)[0] ?? env.SUPABASE_SERVICE_ROLE_KEY;
  if (!key) throw new Error('SUPABASE_SECRET_KEYS or SUPABASE_SERVICE_ROLE_KEY must be set.');
  return key;
}
