// bench history: a page of a conversation, and a search, as its person reads them: under row-level
// security beside the same query without, and among a million messages beside ten thousand.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startProjectDatabase } from '../../local/database/start-project-database.ts';
import { freePort } from '../../local/ports.ts';
import {
  anyWord,
  CONVERSATIONS_EACH,
  conversationId,
  MESSAGES_A_PERSON,
  personId,
  talkTo,
} from './history-messages.ts';
import { type Measure, type MeasureOptions, median } from './measure.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const FEW = 10_000 / MESSAGES_A_PERSON;
const MANY = 1_000_000 / MESSAGES_A_PERSON;
/** Many short ones, so that what else the machine does meets both sides of a ratio alike. */
const ROUNDS = 50;
const ROUNDS_A_SECOND = 10;
const WARM_UP = 10;
/** At most 1.2 times the time of the same query without row-level security. */
const SECURED_BUDGET = 1 / 1.2;
/** Flat within 20%. */
const FLAT_BUDGET = 0.8;

/** Prepared, as PostgREST prepares what it asks; a plan belongs to the role that made it. */
interface Question {
  name: string;
  text: string;
  values: () => string[];
}
const PAGE = `
  select id, ordinal, role, content, state, created_at from public.messages
  where conversation_id = $1 and is_current order by ordinal desc limit 50`;
const anyConversation = () => [
  conversationId(reader, 1 + Math.floor(Math.random() * CONVERSATIONS_EACH)),
];
const page: Question = { name: 'page', text: PAGE, values: anyConversation };
const barePage: Question = { name: 'bare', text: PAGE, values: anyConversation };
const search: Question = {
  name: 'search',
  text: 'select * from public.search_messages($1, 20)',
  values: () => [anyWord()],
};

/** Pages and searches a second of one client; both sizes by turns, each in its own database. */
export async function measure({ seconds, onStep }: MeasureOptions): Promise<Measure[]> {
  onStep('Starting two databases ...');
  return withHistory(FEW, onStep, (few) =>
    withHistory(MANY, onStep, async (many) => {
      const rounds: Round[] = [];
      onStep('Reading ...');
      const slice = seconds / ROUNDS_A_SECOND;
      for (let nr = 1; nr <= ROUNDS; nr++) {
        rounds.push({
          manyPage: await secured(many, MANY, () => rate(many, slice, page)),
          manyBare: await rate(many, slice, barePage),
          fewPage: await secured(few, FEW, () => rate(few, slice, page)),
          manySearch: await secured(many, MANY, () => rate(many, slice, search)),
          fewSearch: await secured(few, FEW, () => rate(few, slice, search)),
        });
      }
      onStep(await plan(many));
      return [
        compare(
          rounds,
          'a page of 50 under row-level security, beside without',
          'pages/s',
          SECURED_BUDGET,
          ['manyPage', 'manyBare'],
        ),
        compare(
          rounds,
          'a page among 1,000,000 messages, beside one among 10,000',
          'pages/s',
          FLAT_BUDGET,
          ['manyPage', 'fewPage'],
        ),
        compare(
          rounds,
          'a search among 1,000,000, beside one among 10,000',
          'searches/s',
          FLAT_BUDGET,
          ['manySearch', 'fewSearch'],
        ),
      ];
    }),
  );
}

type Round = Record<'manyPage' | 'manyBare' | 'fewPage' | 'manySearch' | 'fewSearch', number>;

async function withHistory<Result>(
  people: number,
  onStep: (step: string) => void,
  use: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-bench-'));
  try {
    const database = await startProjectDatabase({
      projectDir: ROOT,
      dataDir: join(folder, 'data'),
      port: await freePort(),
      durable: false,
    });
    const client = new pg.Client({ connectionString: database.url('supabase_admin') });
    try {
      await client.connect();
      await talkTo(client, people, onStep);
      return await use(client);
    } finally {
      await client.end();
      await database.stop();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The ratio is that of rounds, each with both sides one after the other. */
function compare(
  rounds: Round[],
  measure: string,
  unit: string,
  budget: number,
  [ours, other]: [keyof Round, keyof Round],
): Measure {
  const value = median(rounds.map((round) => round[ours]));
  const beside = median(rounds.map((round) => round[other]));
  const ratio = median(rounds.map((round) => round[ours] / round[other]));
  return { bench: 'history', measure, value, unit, beside, ratio, budget, ok: ratio >= budget };
}

let reader = 1;

/** As one of the people, as the Data API makes its connections. */
async function secured<Result>(
  client: pg.Client,
  people: number,
  read: () => Promise<Result>,
): Promise<Result> {
  reader = 1 + Math.floor(Math.random() * people);
  const claims = JSON.stringify({ sub: personId(reader), role: 'authenticated' });
  await client.query(`select set_config('request.jwt.claims', $1, false)`, [claims]);
  await client.query('set role authenticated');
  try {
    return await read();
  } finally {
    await client.query('reset role');
  }
}

async function rate(client: pg.Client, seconds: number, { name, text, values }: Question) {
  const ask = () => client.query({ name, text, values: values() });
  for (let nr = 0; nr < WARM_UP; nr++) await ask();
  const started = performance.now();
  let done = 0;
  for (; performance.now() < started + seconds * 1000; done++) await ask();
  return done / ((performance.now() - started) / 1000);
}

/** How Postgres reads a page under row-level security. */
async function plan(client: pg.Client): Promise<string> {
  return secured(client, 1, async () => {
    const { rows } = await client.query(
      `explain (analyze, costs off, timing off, summary off) ${PAGE}`,
      [conversationId(reader, 1)],
    );
    return ['The plan of a page:', ...rows.map((line) => `  ${line['QUERY PLAN']}`)].join('\n');
  });
}
