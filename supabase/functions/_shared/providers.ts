// providers: where each AI provider is, and with which key; off without what it needs.
import type { ProviderName } from '../../../shared/contracts/providers.ts';
import { AppError } from '../../../shared/errors.ts';
import { env } from './env.ts';

export interface ProviderAccess {
  baseURL: string;
  /** Absent only for a compatible server that asks for none. */
  apiKey?: string;
}

/** How to reach a provider; throws `provider_not_configured` when it is off. */
export function requireProvider(provider: ProviderName): ProviderAccess {
  const access = accessTo(provider);
  if (!access) throw new AppError('provider_not_configured', { details: { provider } });
  return access;
}

/** Whether a provider has what it needs. */
export function isProviderOn(provider: ProviderName): boolean {
  return accessTo(provider) !== undefined;
}

function accessTo(provider: ProviderName): ProviderAccess | undefined {
  if (provider === 'compatible') {
    const { COMPATIBLE_BASE_URL: baseURL, COMPATIBLE_API_KEY: apiKey } = env;
    return baseURL ? { baseURL, ...(apiKey ? { apiKey } : {}) } : undefined;
  }
  const name = provider.toUpperCase() as Uppercase<typeof provider>;
  const apiKey = env[`${name}_API_KEY`];
  return apiKey ? { baseURL: env[`${name}_BASE_URL`], apiKey } : undefined;
}
