// bench chat: answers through Parley (gateway, token, checks, hold, provider, settlement), beside
// asking the provider's stand-in directly and, if it is installed, the Portkey gateway, which does
// none of the checks. Taken in turns on the same stack; who streams at once are several people.
import pg from 'pg';
import { type Stack, startStack } from '../../local/stack.ts';
import {
  askParley,
  askProvider,
  FIRST_WORD,
  signUp,
  type Talker,
  timeToFirst,
  type Way,
} from './chat-ask.ts';
import { beginner } from './chat-begin.ts';
import { type Portkey, startPortkey } from './chat-portkey.ts';
import { type Measure, type MeasureOptions, median } from './measure.ts';

const BUDGET_MS = 5;
const WARM_UP_TURNS = 20;
const TURNS_PER_SECOND = 20;
const STREAMS_AT_ONCE = 8;
const ROUNDS = 3;

type Ways = { direct: Way; parley: Way; portkey?: Way };

/** What Parley adds to the time to the first token, at the median, and its streams a second. */
export async function measure(options: MeasureOptions): Promise<Measure[]> {
  options.onStep('Starting a stack ...');
  const stack = await startStack();
  const portkey = await startPortkey(stack.openaiUrl as string);
  if (!portkey) options.onStep('The Portkey gateway is not installed: measured without.');
  try {
    const talkers = await Promise.all(Array.from({ length: STREAMS_AT_ONCE }, () => signUp(stack)));
    await endow(stack, talkers);
    const ways = waysTo(stack, talkers, portkey);
    const begin = beginner(stack, talkers[0] as Talker);
    return [...(await firstTokens(ways, begin, options)), ...(await streams(ways, options))];
  } finally {
    await portkey?.stop();
    await stack.stop();
  }
}

/** Gives them credits, and lifts the limits, which are counted all the same and never reached. */
async function endow({ dbUrl }: Stack, talkers: Talker[]): Promise<void> {
  const client = new pg.Client({ connectionString: dbUrl });
  await client.connect();
  await client.query('update public.plan_limits set allowance = 1000000');
  await client.query(
    `select private.grant_credits(id, 1000000, 'bench:' || id, 'bench')
     from unnest($1::uuid[]) as id`,
    [talkers.map(({ userId }) => userId)],
  );
  await client.end();
}

function waysTo(stack: Stack, talkers: Talker[], portkey: Portkey | undefined): Ways {
  const url = stack.openaiUrl as string;
  return {
    direct: { ask: () => askProvider(url), mark: FIRST_WORD.provider },
    parley: {
      ask: (stream) => askParley(stack, talkers[stream] as Talker),
      mark: FIRST_WORD.parley,
    },
    ...(portkey
      ? {
          portkey: {
            ask: () => askProvider(portkey.url, portkey.headers),
            mark: FIRST_WORD.provider,
          },
        }
      : {}),
  };
}

async function firstTokens(
  { direct, parley, portkey }: Ways,
  begin: () => Promise<number>,
  { seconds, onStep }: MeasureOptions,
): Promise<Measure[]> {
  const turns = WARM_UP_TURNS + Math.round(seconds * TURNS_PER_SECOND);
  onStep(`${turns} turns, one after the other ...`);
  const times: Record<'direct' | 'parley' | 'begin' | 'portkey', number[]> = {
    direct: [],
    parley: [],
    begin: [],
    portkey: [],
  };
  for (let turn = 0; turn < turns; turn += 1) {
    times.direct.push(await timeToFirst(direct));
    times.parley.push(await timeToFirst(parley));
    times.begin.push(await begin());
    if (portkey) times.portkey.push(await timeToFirst(portkey));
  }
  const p50 = (of: number[]) => median(of.slice(WARM_UP_TURNS));
  const beside = p50(times.direct);
  const first = (what: string, value: number, budget: number | null = null): Measure => ({
    bench: 'chat',
    measure: `first token: ${what}, p50`,
    value,
    unit: 'ms',
    beside,
    ratio: null,
    budget,
    ok: budget === null || value <= budget,
  });
  const added = (way: string) => `added by ${way} to asking the provider directly`;
  return [
    first(added('Parley'), p50(times.parley) - beside, BUDGET_MS),
    first('of that the one call to the database, checks and hold', p50(times.begin)),
    ...(portkey ? [first(added('Portkey'), p50(times.portkey) - beside)] : []),
  ];
}

async function streams(
  { direct, parley, portkey }: Ways,
  { seconds, onStep }: MeasureOptions,
): Promise<Measure[]> {
  const rounds: { direct: number; parley: number; portkey: number }[] = [];
  for (let round = 1; round <= ROUNDS; round += 1) {
    onStep(`${STREAMS_AT_ONCE} streams at once, round ${round} of ${ROUNDS} ...`);
    rounds.push({
      direct: await streamRate(direct, seconds),
      parley: await streamRate(parley, seconds),
      portkey: portkey ? await streamRate(portkey, seconds) : 0,
    });
  }
  const of = (way: keyof Ways) => median(rounds.map((round) => round[way]));
  const compared = (beside: keyof Ways, budget: number | null): Measure => {
    const ratio = of('parley') / of(beside);
    return {
      bench: 'chat',
      measure: `whole answers, ${STREAMS_AT_ONCE} at once, beside ${beside}`,
      value: of('parley'),
      unit: 'streams/s',
      beside: of(beside),
      ratio,
      budget,
      ok: budget === null || ratio >= budget,
    };
  };
  return portkey ? [compared('direct', null), compared('portkey', 1)] : [compared('direct', null)];
}

async function streamRate(way: Way, seconds: number): Promise<number> {
  const started = performance.now();
  let done = 0;
  const work = async (stream: number) => {
    for (; performance.now() < started + seconds * 1000; done += 1) await timeToFirst(way, stream);
  };
  await Promise.all(Array.from({ length: STREAMS_AT_ONCE }, (_, stream) => work(stream)));
  return done / ((performance.now() - started) / 1000);
}
