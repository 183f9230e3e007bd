// access-matrix-providers: the access list of fallbacks and breakers.
import { nobody, people } from './access-matrix-access.ts';
import type { Actor, Expectation } from './access-matrix-expectation.ts';

export const providerTables: Record<string, Expectation> = {
  'public.model_fallbacks': {
    rows: { any: () => ({ fallback: 'matrix-retired' }) },
    access: [{ who: ['admin', 'service'], may: 'select', rows: ['any'] }],
  },
  'private.breaker_rules': { rows: { any: () => ({ failures: 5 }) }, access: nobody },
  'private.provider_breaker': { rows: { any: () => ({ provider: 'matrix' }) }, access: nobody },
  'private.provider_failure': { rows: { any: () => ({ provider: 'matrix' }) }, access: nobody },
};

export const providerFunctions: Record<string, readonly Actor[]> = {
  'public.read_breakers': ['service'],
  // It refuses by itself whoever is no admin.
  'public.set_model_fallbacks': people,
};
