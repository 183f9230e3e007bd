// start-functions: the local edge-function runtime, behind the gateway.
import { join } from 'node:path';
import type { FunctionsMount } from '../gateway/mount.ts';
import { answerRequest } from './answer-request.ts';
import { listFunctions } from './find-function.ts';
import { nameCrashLines } from './name-crash-lines.ts';
import { type IsolateLimits, runIsolates } from './run-isolates.ts';
import { superviseDeno } from './supervise-deno.ts';
import { watchSources } from './watch-sources.ts';

export interface FunctionsOptions extends Partial<IsolateLimits> {
  /** Where node_modules and shared/ are. */
  projectDir: string;
  /** Default: supabase/functions of the project. */
  functionsDir?: string;
  /** All that functions see of an environment. */
  env: Record<string, string>;
  jwt: { secret: string };
  verifyJwt: (name: string) => boolean;
  /** Lines of the functions' logs, each begun by the function's name. */
  onLine?: (line: string) => void;
}

export interface Functions extends FunctionsMount {
  /** Of the Deno process; changes when it is started again. */
  pid(): number;
  /** Test hook: the Deno process crashes; it comes back by itself. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts the runtime; resolves when it takes requests. Each function has its own isolate, booted
 * in the background or by its first request. While the Deno process is being started again after
 * a crash, requests are answered with 503.
 */
export async function startFunctions(options: FunctionsOptions): Promise<Functions> {
  const { projectDir, env, onLine = () => undefined } = options;
  const functionsDir = options.functionsDir ?? join(projectDir, 'supabase', 'functions');
  const deno = await superviseDeno({
    projectDir,
    functionsDir,
    env,
    onLine: nameCrashLines(onLine),
    onDeath: () => isolates.forget(),
  });
  const { wallClockMs = 400_000, bootTimeoutMs = 10_000 } = options;
  const isolates = runIsolates(deno, { wallClockMs, bootTimeoutMs });
  const sources = watchSources(
    { projectDir, functionsDir },
    (changed) => {
      for (const { name } of listFunctions(functionsDir))
        if (changed === undefined || changed === name) isolates.renew(name);
    },
    (error) => onLine(`functions: changed files are no longer noticed: ${error.message}`),
  );
  void prewarm();

  async function prewarm(): Promise<void> {
    // A function that cannot start says so at its first request.
    for (const target of listFunctions(functionsDir))
      await isolates.ensure(target).catch(() => undefined);
  }

  return {
    answer: answerRequest({ ...options, functionsDir, isolates, onLine }),
    pid: deno.pid,
    kill: deno.kill,
    async stop() {
      sources.close();
      await deno.stop({ reason: 'termination', wait_ms: 0 });
    },
  };
}
