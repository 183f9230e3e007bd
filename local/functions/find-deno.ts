// find-deno: where the native Deno binary is: DENO_BIN's, such as the older one that the platform
// runs, or that of the npm package `deno`.
import { createRequire } from 'node:module';

/** Absolute path of the binary; the package's own lookup copies it into place on first use. */
export function findDeno(): string {
  if (process.env.DENO_BIN) return process.env.DENO_BIN;
  const require = createRequire(import.meta.url);
  try {
    const api = require('deno/install_api.cjs') as { runInstall(): string };
    return api.runInstall();
  } catch (cause) {
    throw new Error('Deno is not installed for this platform: run `npm install`.', { cause });
  }
}
