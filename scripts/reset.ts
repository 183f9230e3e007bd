// reset: forgets the data of `npm start`; the next start is a first start.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { requireStopped } from '../local/database/require-stopped.ts';

const dataDir = join(import.meta.dirname, '..', '.parley', 'data');
try {
  await requireStopped(dataDir);
  rmSync(dataDir, { recursive: true, force: true });
  rmSync(`${dataDir}.stripe.json`, { force: true });
  rmSync(`${dataDir}.paypal.json`, { force: true });
  rmSync(`${dataDir}.lemonsqueezy.json`, { force: true });
  console.log('The local data is gone. `npm start` begins afresh.');
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
