// start: the local Supabase on the CLI's ports, with its data in .parley/, until Ctrl-C.
// `npm start -- --port 55321 --data DIR` moves it: API on that port, database on the next, the
// inbox on the third after it. `--catalog NAME` makes another product of it; new data has miky.
import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { readConfig } from '../local/config.ts';
import { type Stack, type StackPorts, startStack } from '../local/stack.ts';
import { syncStandIn } from './billing/sync-stand-in.ts';
import { type AppliedCatalog, appliedCatalog } from './catalog/applied-catalog.ts';
import { applyCatalog } from './catalog/apply-catalog.ts';
import { readCatalog } from './catalog/read-catalog.ts';
import { DEMO_ACCOUNTS, FIRST_CHARACTER } from './demo-accounts.ts';
import { operatorVariables } from './operator-variables.ts';

const ROOT = join(import.meta.dirname, '..');

try {
  const { values: wishes } = parseArgs({
    options: {
      port: { type: 'string' },
      data: { type: 'string', default: join(ROOT, '.parley', 'data') },
      catalog: { type: 'string' },
    },
  });
  const started = performance.now();
  console.log('Starting Parley ...');
  const wanted = wishes.catalog === undefined ? undefined : await readCatalog(wishes.catalog);
  const log = `${wishes.data}.log`;
  mkdirSync(dirname(log), { recursive: true });
  const stack = await startStack({
    dataDir: wishes.data,
    ports: await choosePorts(wishes.port),
    functionsEnv: operatorVariables(ROOT),
    tokensPerSecond: 40,
    onLine: (line, from) => {
      if (from === 'project') console.log(line);
      else appendFileSync(log, `${line}\n`);
    },
  });
  stopOnSignal(stack);
  if (wanted) await applyCatalog(wanted, stack.dbUrl);
  await syncStandIn(stack);
  console.log(
    describe(
      stack,
      await appliedCatalog(stack.dbUrl, []),
      performance.now() - started,
      relative(process.cwd(), log),
    ),
  );
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function choosePorts(wish: string | undefined): Promise<StackPorts> {
  if (wish === undefined) {
    const { api, db, local_smtp } = await readConfig(ROOT);
    return { api: api.port, database: db.port, inbox: local_smtp.port };
  }
  const port = Number(wish);
  if (Number.isInteger(port) && port > 0 && port < 65_530) {
    return { api: port, database: port + 1, inbox: port + 3 };
  }
  throw new Error(`--port takes a number from 1 to 65529, not ${wish}.`);
}

function stopOnSignal(stack: Stack): void {
  let isStopping = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, async () => {
      if (isStopping) return;
      isStopping = true;
      console.log('\nStopping ...');
      await stack.stop();
      process.exit(0);
    });
  }
}

function describe(
  stack: Stack,
  { name: catalog }: AppliedCatalog,
  elapsedMs: number,
  log: string,
): string {
  const rows = [
    ['API URL', stack.apiUrl],
    ['Publishable key', stack.publishableKey],
    ['Secret key', stack.secretKey],
    ['Database URL', stack.dbUrl],
    ['Inbox URL', stack.inboxUrl],
    ['Catalog', `${catalog} (npm run catalog -- list)`],
    ['AI provider', stack.openaiUrl ? `stand-in at ${stack.openaiUrl}` : 'OpenAI (your key)'],
    ['Payments', stack.stripeUrl ? `stand-in at ${stack.stripeUrl}` : 'Stripe (your key)'],
    ['LemonSqueezy', stack.lemonsqueezyUrl ? `stand-in at ${stack.lemonsqueezyUrl}` : '(your key)'],
    ...DEMO_ACCOUNTS.map(({ role, email, password }) => [`Demo ${role}`, `${email} / ${password}`]),
  ];
  const table = rows.map(([name = '', value]) => `  ${name.padEnd(16)} ${value}`).join('\n');
  return [
    `Parley is ready (${(elapsedMs / 1000).toFixed(1)} s). These keys are for this machine only.`,
    '',
    table,
    '',
    'A first turn, ready to paste:',
    '',
    firstTurn(stack),
    '',
    `Data stays in .parley/, what Postgres and PostgREST say in ${log}.`,
    '`npm run reset` starts afresh; Ctrl-C stops.',
  ].join('\n');
}

function firstTurn({ apiUrl, publishableKey }: Stack): string {
  const [account] = DEMO_ACCOUNTS;
  const json = "-H 'content-type: application/json'";
  return [
    `TOKEN=$(curl -s '${apiUrl}/auth/v1/token?grant_type=password' \\`,
    `  -H 'apikey: ${publishableKey}' ${json} \\`,
    `  -d '{"email":"${account.email}","password":"${account.password}"}' \\`,
    `  | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')`,
    'ID=$(date +%s)',
    `curl -N '${apiUrl}/functions/v1/chat' -H "authorization: Bearer $TOKEN" ${json} \\`,
    '  -d @- <<JSON',
    `{"id":"chat-$ID","character":"${FIRST_CHARACTER}","messages":[{"id":"message-$ID",`,
    '"role":"user","parts":[{"type":"text","text":"Hello! What can you help me with?"}]}]}',
    'JSON',
  ].join('\n');
}
