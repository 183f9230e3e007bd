// run-inbox: the inbox's process. Arguments: SMTP port, web port. Ends when its stdin ends.
import { MailDev } from 'maildev';

const [smtp, web] = process.argv.slice(2).map(Number);
if (!smtp || !web) throw new Error('Usage: run-inbox.ts SMTP_PORT WEB_PORT');

const maildev = new MailDev({ smtp, web, ip: '127.0.0.1', webIp: '127.0.0.1', silent: true });
await maildev.start();
console.log('ready');

const end = () => maildev.stop().then(() => process.exit(0));
process.stdin.on('end', end).resume();
process.on('SIGTERM', end);
// A Ctrl-C reaches the whole process group; the stack stops us in its own order.
process.on('SIGINT', () => undefined);
