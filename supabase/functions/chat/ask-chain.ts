// ask-chain: asks the models of a turn's chain until one has answered.
//   one model: up to three tries before its first word, with growing pauses
//   it fails before any word      -> the next model, from the beginning
//   it breaks after the first one -> the next model that may continue, from where the text is
// What helps against which failure: _shared/provider-failure.ts. All ends in TOTAL_TIMEOUT_MS.
import type { FinishReason, UIMessageChunk } from 'ai';
import type { ChainLink, TurnContext } from '../../../shared/contracts/chat.ts';
import { AppError } from '../../../shared/errors.ts';
import { TOTAL_TIMEOUT_MS } from '../_shared/edge-runtime.ts';
import { judgeFailure, type ProviderFailure } from '../_shared/provider-failure.ts';
import { isProviderOn } from '../_shared/providers.ts';
import type { MeasuredCall } from '../_shared/reported-usage.ts';
import { askModel } from './ask-model.ts';
import { createSeam } from './seam.ts';

const MAX_TRIES = 3;
const FIRST_PAUSE_MS = 250;
/** Whoever wants to be left alone for longer is, if another model can answer, or else. */
const MAX_PAUSE_MS = { withNext: 1_000, last: 10_000 };

/** One model asked, all its tries together. */
export interface Attempt extends MeasuredCall {
  link: ChainLink;
  /** Of its words in the answer. */
  bytes: number;
  /** Of what it thought aloud. */
  thoughtBytes: number;
  finishReason?: FinishReason;
  /** Whether the provider works, as far as this attempt tells. */
  isUp?: boolean;
  /** Why the model did not come to its end. */
  failure?: unknown;
  reason?: string;
}

export interface Hearing {
  /** Aborts when nobody wants the answer any more. */
  signal: AbortSignal;
  /** What there is of the answer. */
  text(): string;
  /** What was thought aloud, by all attempts. */
  thoughts(): string;
  take(chunk: UIMessageChunk): Promise<void>;
  /** An attempt has failed, another follows. */
  turnOver(isContinued: boolean): void;
}

/** The attempts in their order, the last of which ended the answer or failed as all did. */
export async function askChain(turn: TurnContext, hearing: Hearing): Promise<Attempt[]> {
  const chain = openLinks(turn);
  const signal = AbortSignal.any([hearing.signal, AbortSignal.timeout(TOTAL_TIMEOUT_MS)]);
  const attempts: Attempt[] = [];
  let link = chain.shift();
  while (link) {
    const call = { link, hasNext: chain.length > 0, signal };
    const { attempt, failure } = await attemptLink(turn, hearing, call);
    attempts.push(attempt);
    if (!failure || signal.aborted) break;
    link = nextLink(chain, attempt.link, { failure, text: hearing.text() });
    if (!link) break;
    logTurnOver(turn, attempt, link);
    hearing.turnOver(hearing.text() !== '');
  }
  return attempts;
}

/** The models of a turn whose provider has a key; throws when there is none. */
export function openLinks({ chain, provider }: TurnContext): ChainLink[] {
  const links = chain.filter((link) => isProviderOn(link.provider));
  if (links.length > 0) return links;
  if (isProviderOn(provider)) throw new AppError('provider_unavailable', { details: { provider } });
  throw new AppError('provider_not_configured', { details: { provider } });
}

interface Call {
  link: ChainLink;
  hasNext: boolean;
  signal: AbortSignal;
}

async function attemptLink(turn: TurnContext, hearing: Hearing, call: Call) {
  for (let tries = 1; ; tries++) {
    const result = await tryLink(turn, hearing, call);
    const { failure, hasSpoken } = result;
    if (!failure || hasSpoken || call.signal.aborted) return result;
    if (failure.remedy !== 'again' || tries === MAX_TRIES) return result;
    const ms = failure.retryAfterMs ?? FIRST_PAUSE_MS * 2 ** (tries - 1) * (0.5 + Math.random());
    if (ms > MAX_PAUSE_MS[call.hasNext ? 'withNext' : 'last']) return result;
    await pause(ms, call.signal);
    if (call.signal.aborted) return result;
    hearing.turnOver(hearing.text() !== '');
  }
}

async function tryLink(
  turn: TurnContext,
  { text, thoughts, take }: Hearing,
  { link, signal }: Call,
): Promise<{ attempt: Attempt; failure?: ProviderFailure; hasSpoken: boolean }> {
  const begun = text();
  const thought = thoughts();
  const seam = createSeam(begun);
  const attempt: Attempt = { link, bytes: 0, thoughtBytes: 0, startedAt: performance.now() };
  let hasSpoken = false;
  let failure: ProviderFailure | undefined;
  try {
    const ending = await askModel(turn, {
      link,
      text: begun,
      signal,
      async take(chunk) {
        hasSpoken ||= chunk.type.endsWith('-delta');
        if (chunk.type === 'text-delta') attempt.firstTokenAt ??= performance.now();
        for (const part of seam.take(chunk)) await take(part);
      },
    });
    Object.assign(attempt, { ...ending, isUp: true });
  } catch (thrown) {
    attempt.failure = thrown;
    failure = judgeFailure(thrown);
    attempt.reason = failure.reason;
    if (!signal.aborted && failure.isUp !== undefined) attempt.isUp = failure.isUp;
    if (signal.aborted && hasSpoken) attempt.isUp = true;
  }
  attempt.bytes = bytesOf(text().slice(begun.length));
  attempt.thoughtBytes = bytesOf(thoughts().slice(thought.length));
  attempt.endedAt = performance.now();
  return { attempt, hasSpoken, ...(failure ? { failure } : {}) };
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** Whom to ask after a failure, taken out of the chain. */
function nextLink(
  chain: ChainLink[],
  failed: ChainLink,
  { failure, text }: { failure: ProviderFailure; text: string },
): ChainLink | undefined {
  if (failure.remedy === 'nowhere') return undefined;
  for (let link = chain.shift(); link; link = chain.shift()) {
    const isLarger = (link.context_tokens ?? 0) > (failed.context_tokens ?? 0);
    if ((text === '' || link.continues_by) && (failure.remedy !== 'larger' || isLarger))
      return link;
  }
  return undefined;
}

function logTurnOver({ turn_id }: TurnContext, { link, reason }: Attempt, next: ChainLink): void {
  const { provider, model } = link;
  const facts = { turn_id, provider, model, reason, next: next.model };
  console.error(JSON.stringify({ level: 'warn', event: 'attempt_failed', ...facts }));
}

/** Waits, but not for longer than the answer is wanted. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  const stop = () => {
    clearTimeout(timer);
    resolve();
  };
  signal.addEventListener('abort', stop, { once: true });
  return promise.finally(() => signal.removeEventListener('abort', stop));
}
