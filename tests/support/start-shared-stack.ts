// start-shared-stack: the one stack of a test run, started before the first file.

import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startStack } from '../../local/stack.ts';
import { syncStandIn } from '../../scripts/billing/sync-stand-in.ts';
import type { ProviderName } from '../../shared/contracts/providers.ts';
import { realProviderVariables } from './real-providers.ts';

export interface SharedStack {
  apiUrl: string;
  dbUrl: string;
  adminDbUrl: string;
  inboxUrl: string;
  openaiUrl: string;
  stripeUrl: string;
  standInUrls: Partial<Record<ProviderName, string>>;
  publishableKey: string;
  secretKey: string;
  anonKey: string;
  serviceRoleKey: string;
  jwtSecret: string;
}

declare module 'vitest' {
  export interface ProvidedContext {
    stack: SharedStack;
  }
}

export default async function startSharedStack(project: TestProject): Promise<() => Promise<void>> {
  const stack = await startStack({
    functionsEnv: { PROVIDER_TIMEOUT_MS: '3000', ...realProviderVariables() },
  });
  const { stop, functions: _, stripeUrl, ...facts } = stack;
  const [standIn] = Object.values(stack.standInUrls);
  if (!standIn || !stripeUrl)
    throw new Error('The tests need the stand-ins: of Stripe, and of one AI provider at least.');
  // Where all of them are looked at and steered, also when OpenAI itself is real.
  const openaiUrl = stack.openaiUrl ?? new URL('/v1', standIn).href;
  await dropLimits(stack.dbUrl);
  await keepToOneProvider(stack.dbUrl);
  await syncStandIn(stack);
  project.provide('stack', { ...facts, openaiUrl, stripeUrl });
  return stop;
}

/** So that a fault meets who is asked for it, and closes nobody's way to that provider. */
async function keepToOneProvider(connectionString: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  await client.query('delete from public.model_fallbacks where true');
  await client.query('update private.breaker_rules set calls = 10000, failures = 10000 where id');
  await client.end();
}

/** So that no test is refused by a limit that it is not about; those have databases of theirs. */
async function dropLimits(connectionString: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  await client.query('delete from public.plan_limits where true');
  await client.end();
}
