// stack: a whole local Supabase around a project folder, as a library. Several run side by side.
//   database -> migrations -> Data API, Auth, Storage, functions, Realtime, jobs -> gateway;
//   mail and the stand-ins of the AI providers beside them. Stopped in the opposite order, also
//   when a start fails.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ProviderName, providerName } from '../shared/contracts/providers.ts';
import { startAuth } from './auth/start-auth.ts';
import { readConfig, verifiesJwt } from './config.ts';
import { connectWorker } from './connect-worker.ts';
import type { Database } from './database/start-database.ts';
import { startProjectDatabase } from './database/start-project-database.ts';
import { startFunctions } from './functions/start-functions.ts';
import { startGateway } from './gateway/start-gateway.ts';
import { startJobs } from './jobs/start-jobs.ts';
import { createKeys, type ProjectKeys } from './keys.ts';
import { startInbox } from './mail/start-inbox.ts';
import { freePort, requireFreePort } from './ports.ts';
import { startRealtime } from './realtime/start-realtime.ts';
import { startRest } from './rest/start-rest.ts';
import { startStorage } from './storage/start-storage.ts';
import {
  LEMONSQUEEZY_STAND_IN,
  lemonSqueezyVariables,
  PAYPAL_STAND_IN,
  paypalVariables,
  STAND_IN_KEY,
  STRIPE_STAND_IN,
  standInVariables,
  stripeVariables,
  withoutKey,
} from './upstreams/stand-in-variables.ts';
import { startUpstreams, type Upstreams } from './upstreams/start-upstreams.ts';
import { startStripe } from './upstreams/stripe/start-stripe.ts';

export interface StackOptions {
  /** The folder that holds `supabase/`; default: this repository. */
  projectDir?: string;
  /** Where data stays between runs; default: a temporary folder that goes with the stack. */
  dataDir?: string;
  /** Ports that must be these; default: any free ones. */
  ports?: Partial<StackPorts>;
  /** Variables of the functions, on top of the platform's own. */
  functionsEnv?: Record<string, string>;
  /** The AI providers that have a stand-in where no key is given; default: all. */
  standIns?: readonly ProviderName[];
  /** Pace of the stand-ins, for people to watch; default: as fast as it goes. */
  tokensPerSecond?: number;
  /** What the parts print: `servers` are Postgres and PostgREST, the rest is the project's own. */
  onLine?: (line: string, from: 'servers' | 'project') => void;
}

export interface StackPorts {
  api: number;
  database: number;
  inbox: number;
}

export interface Stack extends ProjectKeys {
  apiUrl: string;
  /** As `postgres`, who owns the project's schema and is no superuser. */
  dbUrl: string;
  /** As the superuser of the platform; for looking at what the platform owns. */
  adminDbUrl: string;
  inboxUrl: string;
  /** The stand-in of OpenAI, ending in `/v1`; absent when a real key was given. */
  openaiUrl?: string;
  /** The stand-ins of all AI providers without a real key, as SDKs are told of them. */
  standInUrls: Partial<Upstreams['urls']>;
  /** The stand-in of Stripe; absent when a real key was given. */
  stripeUrl?: string;
  /** The stand-in of PayPal; absent when a real client was given. */
  paypalUrl?: string;
  /** The stand-in of LemonSqueezy; absent when a real key was given. */
  lemonsqueezyUrl?: string;
  functions: { kill(): Promise<void>; pid(): number };
  stop(): Promise<void>;
}

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Starts everything and resolves when a request can be answered; throws a sentence otherwise. */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const starts: Promise<Part>[] = [];
  const track: Track = (start) => {
    starts.push(start);
    start.catch(() => undefined); // Whoever awaits the part, or stops it, meets the error.
    return start;
  };
  const stop = async (): Promise<void> => {
    for (let start = starts.pop(); start; start = starts.pop()) {
      const part = await start.catch(() => undefined);
      await part?.stop();
    }
  };
  try {
    return { ...(await startParts(options, track)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

interface Part {
  stop(): Promise<void>;
}

/** Remembers a part that is being started, so that it is stopped whatever happens meanwhile. */
type Track = <Started extends Part>(start: Promise<Started>) => Promise<Started>;

async function startParts(options: StackOptions, track: Track): Promise<Omit<Stack, 'stop'>> {
  const { projectDir = ROOT, functionsEnv = {}, tokensPerSecond = 0 } = options;
  const onServerLine = (line: string) => options.onLine?.(line, 'servers');
  const onLine = (line: string) => options.onLine?.(line, 'project');
  const [config, keys, ports] = await Promise.all([
    readConfig(projectDir),
    createKeys(),
    choosePorts(options.ports),
  ]);
  const apiUrl = `http://127.0.0.1:${ports.api}`;
  const dataDir = options.dataDir ?? (await track(makeTemporaryFolder())).folder;

  const inboxStarts = track(startInbox({ smtpPort: ports.smtp, webPort: ports.inbox }));
  const standIns = withoutKey(options.standIns ?? providerName.options, functionsEnv);
  const upstreamsStart = track(
    startUpstreams({
      port: ports.upstreams,
      apiKey: STAND_IN_KEY,
      tokensPerSecond,
      paypal: {
        ...PAYPAL_STAND_IN,
        webhookUrl: `${apiUrl}/functions/v1/webhooks/paypal`,
        ...(options.dataDir ? { file: `${options.dataDir}.paypal.json` } : {}),
      },
      lemonsqueezy: {
        ...LEMONSQUEEZY_STAND_IN,
        webhookUrl: `${apiUrl}/functions/v1/webhooks/lemonsqueezy`,
        ...(options.dataDir ? { file: `${options.dataDir}.lemonsqueezy.json` } : {}),
      },
    }),
  );
  const stripeStart = track(
    startStripe({
      port: ports.stripe,
      apiKey: STRIPE_STAND_IN.secretKey,
      endpoint: {
        url: `${apiUrl}/functions/v1/webhooks/stripe`,
        secret: STRIPE_STAND_IN.webhookSecret,
      },
      ...(options.dataDir ? { file: `${options.dataDir}.stripe.json` } : {}),
    }),
  );
  const database = await track(
    startProjectDatabase({
      projectDir,
      dataDir,
      port: ports.database,
      durable: options.dataDir !== undefined,
      onLine: onServerLine,
      onProgress: onLine,
    }),
  );
  const [inbox, upstreams, stripe] = await Promise.all([inboxStarts, upstreamsStart, stripeStart]);
  const workerSecret = functionsEnv.WORKER_SECRET ?? crypto.randomUUID();
  await connectWorker(database.url('postgres'), `${apiUrl}/functions/v1/worker`, workerSecret);
  const standInUrls: Partial<Upstreams['urls']> = Object.fromEntries(
    standIns.map((provider) => [provider, upstreams.urls[provider]]),
  );

  const [rest, auth, storage, functions, realtime] = await Promise.all([
    track(
      startRest({
        dbUrl: database.url('authenticator'),
        jwtSecret: keys.jwtSecret,
        config,
        port: ports.rest,
        onLine: onServerLine,
      }),
    ),
    track(
      startAuth({
        dbUrl: database.url('supabase_auth_admin'),
        keys,
        config,
        smtp: { host: '127.0.0.1', port: inbox.smtpPort },
        apiUrl,
        projectDir,
        onLine,
      }),
    ),
    track(
      startStorage({
        dbUrl: database.url('supabase_storage_admin'),
        folder: join(dataDir, 'parley-storage'),
        keys,
        config: config.storage,
        onLine,
      }),
    ),
    track(
      startFunctions({
        projectDir,
        env: {
          WORKER_SECRET: workerSecret,
          ...functionsEnv,
          ...stripeVariables(stripe.url, functionsEnv),
          ...paypalVariables(upstreams.paypalUrl, functionsEnv),
          ...lemonSqueezyVariables(upstreams.lemonsqueezyUrl, functionsEnv),
          ...standInVariables(standIns, upstreams.urls),
          ...platformEnvironment(apiUrl, keys, database),
        },
        jwt: { secret: keys.jwtSecret },
        verifyJwt: (name) => verifiesJwt(config, name),
        onLine,
      }),
    ),
    track(startRealtime({ dbUrl: database.url('supabase_admin'), keys, onLine })),
    track(startJobs({ dbUrl: database.url('supabase_admin'), onLine })),
  ]);
  const gateway = { port: ports.api, keys, rest, functions, auth, storage, realtime };
  await track(startGateway(gateway));
  return {
    ...keys,
    apiUrl,
    dbUrl: database.url('postgres'),
    adminDbUrl: database.url('supabase_admin'),
    inboxUrl: inbox.url,
    ...(standInUrls.openai ? { openaiUrl: standInUrls.openai } : {}),
    standInUrls,
    ...(functionsEnv.STRIPE_SECRET_KEY === undefined ? { stripeUrl: stripe.url } : {}),
    ...(functionsEnv.PAYPAL_CLIENT_ID === undefined ? { paypalUrl: upstreams.paypalUrl } : {}),
    ...(functionsEnv.LEMONSQUEEZY_API_KEY === undefined
      ? { lemonsqueezyUrl: upstreams.lemonsqueezyUrl }
      : {}),
    functions,
  };
}

/** The database looks at its own port: what a killed stack left on it is stopped first. */
async function choosePorts(wanted: Partial<StackPorts> = {}) {
  if (wanted.api) await requireFreePort(wanted.api, 'the API');
  if (wanted.inbox) await requireFreePort(wanted.inbox, 'the inbox');
  const free = await Promise.all(Array.from({ length: 7 }, freePort));
  const [api = 0, database = 0, inbox = 0, smtp = 0, upstreams = 0, stripe = 0, rest = 0] = free;
  return { api, database, inbox, smtp, upstreams, stripe, rest, ...wanted };
}

async function makeTemporaryFolder(): Promise<Part & { folder: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-'));
  return { folder, stop: () => rm(folder, { recursive: true, force: true }) };
}

/** What the platform gives every function; nothing of the operator's replaces it. */
function platformEnvironment(
  apiUrl: string,
  keys: ProjectKeys,
  database: Database,
): Record<string, string> {
  return {
    SUPABASE_URL: apiUrl,
    SUPABASE_ANON_KEY: keys.anonKey,
    SUPABASE_SERVICE_ROLE_KEY: keys.serviceRoleKey,
    SUPABASE_PUBLISHABLE_KEYS: JSON.stringify({ default: keys.publishableKey }),
    SUPABASE_SECRET_KEYS: JSON.stringify({ default: keys.secretKey }),
    SUPABASE_JWKS: JSON.stringify([]),
    SUPABASE_DB_URL: database.url('postgres'),
    JWT_SECRET: keys.jwtSecret,
  };
}
