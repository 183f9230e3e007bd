// provider-status: which providers are on, and which of them are left alone.
import { z } from 'zod';
import {
  type ProvidersAnswer,
  providerBreaker,
  providerName,
} from '../../../shared/contracts/providers.ts';
import { callSql } from '../_shared/database.ts';
import { isProviderOn } from '../_shared/providers.ts';

/** Every provider: whether it has what it needs, and the state of its breaker. */
export async function providerStatus(): Promise<ProvidersAnswer> {
  const breakers = await callSql('read_breakers', {}, z.array(providerBreaker));
  return {
    providers: providerName.options.map((provider) => {
      const { state = 'closed', retry_at = null } =
        breakers.find((breaker) => breaker.provider === provider) ?? {};
      return { provider, is_on: isProviderOn(provider), state, retry_at };
    }),
  };
}
