// access-matrix-moderation: the access list of moderation: its tables are for SQL alone.
import { nobody, ofTurn, people } from './access-matrix-access.ts';
import type { Actor, Expectation } from './access-matrix-expectation.ts';

export const moderationTables: Record<string, Expectation> = {
  'private.moderation_rules': { rows: { any: () => ({ on_failure: 'open' }) }, access: nobody },
  'private.moderation_threshold': { rows: { any: () => ({ category: 'hate' }) }, access: nobody },
  'private.moderation_pattern': {
    rows: { any: () => ({ category: 'prompt-injection' }) },
    access: nobody,
  },
  'private.moderation_decision': {
    rows: ofTurn(({ userId }) => ({ user_id: userId })),
    access: nobody,
  },
};

export const moderationFunctions: Record<string, readonly Actor[]> = {
  'public.record_moderation': ['service'],
  'public.moderate_completion': ['service'],
  // They refuse by themselves whoever is no admin.
  'public.read_moderation': people,
  'public.review_moderation': people,
  'public.read_moderation_patterns': people,
  'public.add_moderation_pattern': people,
  'public.remove_moderation_pattern': people,
};
