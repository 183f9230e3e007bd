// run-inbox: the inbox's process. Arguments: SMTP port, web port. Ends when its stdin ends.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MailDev } from 'maildev';

const [smtp, web] = process.argv.slice(2).map(Number);
if (!smtp || !web) throw new Error('Usage: run-inbox.ts SMTP_PORT WEB_PORT');

// maildev writes messages below the temporary folder: one of its own, so that inboxes do not mix.
const folder = mkdtempSync(join(tmpdir(), 'parley-mail-'));
process.env.TMPDIR = folder;
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

const maildev = new MailDev({ smtp, web, ip: '127.0.0.1', webIp: '127.0.0.1', silent: true });
try {
  await maildev.start();
} catch (error) {
  console.error((error as Error).message);
  process.exit(1);
}
console.log('ready');

const end = () => maildev.stop().then(() => process.exit(0));
process.stdin.on('end', end).resume();
process.on('SIGTERM', end);
// A Ctrl-C reaches the whole process group; the stack stops us in its own order.
process.on('SIGINT', () => undefined);
