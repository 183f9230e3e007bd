// stand-in-variables: the variables that lead the functions to the stand-ins of AI providers.
import type { ProviderName } from '../../shared/contracts/providers.ts';
import type { Upstreams } from './start-upstreams.ts';

/** The key that the stand-ins take; it opens nothing. */
export const STAND_IN_KEY = 'sk-stand-in';

/** Of `wanted`, the providers that the operator has not configured. */
export function withoutKey(
  wanted: readonly ProviderName[],
  given: Record<string, string>,
): ProviderName[] {
  return wanted.filter((provider) => !given[switchOf(provider)]);
}

/** Their keys and addresses, as the functions read them. */
export function standInVariables(
  providers: readonly ProviderName[],
  urls: Upstreams['urls'],
): Record<string, string> {
  return Object.fromEntries(
    providers.flatMap((provider) => [
      [`${provider.toUpperCase()}_API_KEY`, STAND_IN_KEY],
      [`${provider.toUpperCase()}_BASE_URL`, urls[provider]],
    ]),
  );
}

/** The variable that turns a provider on. */
function switchOf(provider: ProviderName): string {
  return provider === 'compatible' ? 'COMPATIBLE_BASE_URL' : `${provider.toUpperCase()}_API_KEY`;
}
