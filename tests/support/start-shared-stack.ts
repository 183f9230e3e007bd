// start-shared-stack: the one stack of a test run, started before the first file.
import type { TestProject } from 'vitest/node';
import { startStack } from '../../local/stack.ts';

export interface SharedStack {
  apiUrl: string;
  dbUrl: string;
  adminDbUrl: string;
  inboxUrl: string;
  openaiUrl: string;
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
  const stack = await startStack({ functionsEnv: { PROVIDER_TIMEOUT_MS: '1500' } });
  const { stop, functions: _, openaiUrl, ...facts } = stack;
  if (!openaiUrl) throw new Error('The tests need the stand-in: unset OPENAI_API_KEY.');
  project.provide('stack', { ...facts, openaiUrl });
  return stop;
}
