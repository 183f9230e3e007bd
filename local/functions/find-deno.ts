// find-deno: where the native Deno binary of the npm package `deno` is on this platform.
import { createRequire } from 'node:module';

/** Absolute path of the binary; the package's own lookup copies it into place on first use. */
export function findDeno(): string {
  const require = createRequire(import.meta.url);
  try {
    const api = require('deno/install_api.cjs') as { runInstall(): string };
    return api.runInstall();
  } catch (cause) {
    throw new Error('Deno is not installed for this platform: run `npm install`.', { cause });
  }
}
