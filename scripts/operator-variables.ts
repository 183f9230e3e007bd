// operator-variables: what the operator set for the functions, in the shell or in .env.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { prettifyError } from 'zod';
import { operatorEnvironment } from '../shared/environment.ts';

/**
 * The variables of `operatorEnvironment` that are set and not empty; the shell wins over .env.
 * Throws one message that names every variable that is malformed.
 */
export function operatorVariables(root: string): Record<string, string> {
  const file = join(root, '.env');
  const given = {
    ...(existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {}),
    ...process.env,
  };
  const names = Object.keys(operatorEnvironment.shape);
  const variables = Object.fromEntries(
    names.flatMap((name) => (given[name] ? [[name, given[name]]] : [])),
  );
  const { error } = operatorEnvironment.safeParse(variables);
  if (error) throw new Error(`The environment or .env is not valid.\n${prettifyError(error)}`);
  return variables;
}
