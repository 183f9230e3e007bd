// real-providers: the AI providers that tests ask for real, as REAL_PROVIDERS names them.
import { operatorEnvironment } from '../../shared/environment.ts';

/**
 * The keys and addresses of the providers in `REAL_PROVIDERS=anthropic,groq`, out of the
 * environment; none without it, so that a key that happens to be there spends nothing. Throws when
 * one of them has no key.
 */
export function realProviderVariables(): Record<string, string> {
  const names = (process.env.REAL_PROVIDERS ?? '').split(',').filter((name) => name !== '');
  const variables: Record<string, string> = {};
  for (const name of names) {
    const wanted = Object.keys(operatorEnvironment.shape).filter((variable) =>
      variable.startsWith(`${name.toUpperCase()}_`),
    );
    const given = wanted.filter((variable) => process.env[variable]);
    if (given.length === 0) throw new Error(`REAL_PROVIDERS: ${name} has none of ${wanted}.`);
    for (const variable of given) variables[variable] = process.env[variable] as string;
  }
  // Real models take their time.
  return names.length > 0 ? { ...variables, PROVIDER_TIMEOUT_MS: '30000' } : {};
}
