// demo-accounts: the accounts of supabase/seed.sql, as people are told them. Local use only.

export const DEMO_ACCOUNTS = [
  { role: 'user', email: 'user@parley.test', password: 'parley-demo-1' },
  { role: 'premium', email: 'premium@parley.test', password: 'parley-demo-2' },
  { role: 'admin', email: 'admin@parley.test', password: 'parley-demo-3' },
] as const;

/** A character that everyone may talk to. */
export const FIRST_CHARACTER = 'spanish-conversation';
