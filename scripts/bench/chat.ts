// bench chat: time to the first token through Parley (gateway, token, checks, hold, provider),
// beside asking the provider's stand-in directly, taken in turns on the same stack.
import { createClient } from '@supabase/supabase-js';
import { type Stack, startStack } from '../../local/stack.ts';
import { DEMO_ACCOUNTS, FIRST_CHARACTER } from '../demo-accounts.ts';
import { type Measure, type MeasureOptions, median } from './measure.ts';

const BUDGET_MS = 5;
const WARM_UP_TURNS = 20;
const TURNS_PER_SECOND = 20;

/** What Parley adds to the time to the first token, at the median. */
export async function measure({ seconds, onStep }: MeasureOptions): Promise<Measure[]> {
  onStep('Starting a stack ...');
  const stack = await startStack();
  try {
    const token = await signIn(stack);
    const times = { ours: [] as number[], direct: [] as number[] };
    const turns = WARM_UP_TURNS + Math.round(seconds * TURNS_PER_SECOND);
    onStep(`${turns} turns, one after the other ...`);
    for (let turn = 0; turn < turns; turn += 1) {
      times.direct.push(await timeToFirst(() => askStandIn(stack), '"content":"I'));
      times.ours.push(await timeToFirst(() => askParley(stack, token), '"text-delta"'));
    }
    const direct = median(times.direct.slice(WARM_UP_TURNS));
    const added = median(times.ours.slice(WARM_UP_TURNS)) - direct;
    return [
      {
        bench: 'chat',
        measure: 'first token: added to asking the provider directly, p50',
        value: added,
        unit: 'ms',
        beside: direct,
        ratio: null,
        budget: BUDGET_MS,
        ok: added <= BUDGET_MS,
      },
    ];
  } finally {
    await stack.stop();
  }
}

async function signIn({ apiUrl, publishableKey }: Stack): Promise<string> {
  const { auth } = createClient(apiUrl, publishableKey, { auth: { persistSession: false } });
  const [, { email, password }] = DEMO_ACCOUNTS;
  const { data, error } = await auth.signInWithPassword({ email, password });
  if (error) throw error;
  return data.session.access_token;
}

function askStandIn({ openaiUrl }: Stack): Promise<Response> {
  return fetch(`${openaiUrl}/chat/completions`, {
    method: 'POST',
    headers: { authorization: 'Bearer sk-stand-in', 'content-type': 'application/json' },
    body: JSON.stringify({
      model: 'gpt-4.1-mini',
      stream: true,
      messages: [{ role: 'user', content: 'Hello' }],
    }),
  });
}

function askParley({ apiUrl }: Stack, token: string): Promise<Response> {
  return fetch(`${apiUrl}/functions/v1/chat`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      id: crypto.randomUUID(),
      character: FIRST_CHARACTER,
      messages: [
        { id: crypto.randomUUID(), role: 'user', parts: [{ type: 'text', text: 'Hello' }] },
      ],
    }),
  });
}

/** Milliseconds until `mark` came in; the rest is read, so that the next turn finds quiet. */
async function timeToFirst(ask: () => Promise<Response>, mark: string): Promise<number> {
  const asked = performance.now();
  const response = await ask();
  const decoder = new TextDecoder();
  let body = '';
  let first: number | undefined;
  for await (const bytes of response.body ?? []) {
    body += decoder.decode(bytes, { stream: true });
    if (body.includes(mark)) first ??= performance.now();
  }
  if (first === undefined) throw new Error(`No first token: ${response.status} ${body}`);
  return first - asked;
}
