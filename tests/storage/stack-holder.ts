// stack-holder: a process that runs a stack until it is told to stop or killed.
// Arguments: the data folder and the port of the API. It prints lines of JSON: where the stack is,
// and for each line "memory" on its input what it holds after a collection.
import { createInterface } from 'node:readline';
import { freePort } from '../../local/ports.ts';
import { startStack } from '../../local/stack.ts';

const [dataDir = '', port] = process.argv.slice(2);
const ports = { api: Number(port), database: await freePort(), inbox: await freePort() };
const { stop, apiUrl, secretKey, dbUrl } = await startStack({ dataDir, ports, standIns: [] });
console.log(JSON.stringify({ apiUrl, secretKey, dbUrl }));

for await (const line of createInterface({ input: process.stdin })) {
  if (line === 'stop') break;
  gc?.();
  console.log(JSON.stringify({ rss: process.memoryUsage.rss() }));
}
await stop();
process.exit(0);
