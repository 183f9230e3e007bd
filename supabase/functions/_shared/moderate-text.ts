// moderate-text: a provider's verdict on a text, by the thresholds of the catalog.
import type OpenAI from 'openai';
import { z } from 'zod';
import {
  type ModerationAction,
  type ModerationCategory,
  type ModerationDirection,
  type ModerationRules,
  type ModerationThresholds,
  moderationActions,
} from '../../../shared/contracts/moderation.ts';
import type { ErrorCode } from '../../../shared/errors.ts';
import { workerEnds } from './edge-runtime.ts';
import { env } from './env.ts';
import { requireProvider } from './providers.ts';

const MODEL = 'omni-moderation-latest';
/**
 * It answers in a fraction of this. Nobody waits longer for their first word because of it, and a
 * model whose answer waits for it does not seem silent.
 */
const TIMEOUT_MS = Math.min(3_000, 0.8 * env.PROVIDER_TIMEOUT_MS);
/** Well within the model's 32,000 tokens, in any script. */
const PIECE_LENGTH = 10_000;
/** Before it is asked once more. */
const RETRY_PAUSE_MS = 250;
/** Lower scores say nothing and are not kept. */
const LEAST_SCORE = 0.01;

type Input = OpenAI.ModerationCreateParams['input'];
type Scores = Partial<Record<ModerationCategory, number>>;

const moderation = z.object({
  results: z.array(z.object({ category_scores: z.record(z.string(), z.number()) })),
});

export interface Verdict {
  action: 'allow' | ModerationAction;
  category?: ModerationCategory;
  /** From 0.01 on; absent when there was no answer. */
  scores?: Scores;
  /** Why there was no answer; then the catalog's policy decided. */
  failure?: 'timeout' | 'unavailable' | 'not_configured';
}

/**
 * What is to become of a text; undefined where there is nothing to ask: no thresholds, or no key
 * and a policy that lets pass what cannot be checked. Never throws: without an answer the verdict
 * is the policy's.
 */
export async function moderateText(
  text: string,
  thresholds: ModerationThresholds,
  { on_failure }: Pick<ModerationRules, 'on_failure'>,
): Promise<Verdict | undefined> {
  return text === '' ? undefined : moderate(piecesOf(text), thresholds, { on_failure });
}

/** The same for what the provider's moderation takes in its own form. */
export async function moderate(
  input: Input,
  thresholds: ModerationThresholds,
  { on_failure }: Pick<ModerationRules, 'on_failure'>,
): Promise<Verdict | undefined> {
  if (Object.keys(thresholds).length === 0) return undefined;
  if (!env.OPENAI_API_KEY)
    return on_failure === 'closed' ? { action: 'block', failure: 'not_configured' } : undefined;
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  try {
    const scores = await askProvider(input, AbortSignal.any([timeout, workerEnds]));
    return { ...judge(scores, thresholds), scores: kept(scores) };
  } catch (error) {
    const failure = timeout.aborted ? 'timeout' : 'unavailable';
    const line = { level: 'warn', event: 'moderation_failed', failure, error: String(error) };
    console.error(JSON.stringify(line));
    return { action: on_failure === 'closed' ? 'block' : 'flag', failure };
  }
}

/** Why what is blocked is refused; without a category it could not be checked. */
export function refusalCode(
  direction: ModerationDirection,
  category: string | null | undefined,
): ErrorCode {
  if (!category) return 'moderation_unavailable';
  return direction === 'input' ? 'message_blocked' : 'answer_blocked';
}

/** The strongest action whose threshold a score reaches, for the category that exceeds it most. */
export function judge(
  scores: Scores,
  thresholds: ModerationThresholds,
): Pick<Verdict, 'action' | 'category'> {
  for (const action of moderationActions.toReversed()) {
    const [worst] = Object.entries(thresholds)
      .flatMap(([name, levels]) => {
        const category = name as ModerationCategory;
        const [score, threshold] = [scores[category] ?? 0, levels[action]];
        return threshold && score >= threshold ? [{ category, excess: score / threshold }] : [];
      })
      .sort((one, other) => other.excess - one.excess);
    if (worst) return { action, category: worst.category };
  }
  return { action: 'allow' };
}

/** The highest score of each category over all pieces. */
async function askProvider(input: Input, signal: AbortSignal): Promise<Scores> {
  const { results } = await ask(input, signal).catch(async (failure) => {
    if (signal.aborted) throw failure;
    await new Promise((resolve) => setTimeout(resolve, RETRY_PAUSE_MS));
    return ask(input, signal);
  });
  const scores: Scores = {};
  for (const { category_scores } of results)
    for (const [name, score] of Object.entries(category_scores)) {
      const category = name as ModerationCategory;
      scores[category] = Math.max(scores[category] ?? 0, score);
    }
  return scores;
}

/** Without OpenAI's package: a new worker's first words would wait until it is loaded. */
async function ask(input: Input, signal: AbortSignal): Promise<z.infer<typeof moderation>> {
  const { baseURL, apiKey } = requireProvider('openai');
  const answer = await fetch(`${baseURL}/moderations`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: MODEL, input }),
    signal,
  });
  if (answer.ok) return moderation.parse(await answer.json());
  await answer.body?.cancel();
  throw new Error(`status ${answer.status}`);
}

function piecesOf(text: string): string[] {
  const count = Math.ceil(text.length / PIECE_LENGTH);
  return Array.from({ length: count }, (_, nr) =>
    text.slice(nr * PIECE_LENGTH, (nr + 1) * PIECE_LENGTH).toWellFormed(),
  );
}

function kept(scores: Scores): Scores {
  return Object.fromEntries(
    Object.entries(scores)
      .filter(([, score]) => score >= LEAST_SCORE)
      .map(([category, score]) => [category, Math.round(score * 10_000) / 10_000]),
  );
}
