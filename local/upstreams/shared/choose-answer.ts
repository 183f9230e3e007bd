// choose-answer: what a stand-in says, in tokens, and what it counts, for any provider's shape.
import { composeAnswer, type Said } from './compose-answer.ts';
import type { Directives } from './read-directives.ts';
import { splitTokens } from './split-tokens.ts';

/** What no database keeps as text: a NUL, and half a surrogate pair. */
const GARBAGE = 'a\u0000b\ud800c';

export interface ChosenAnswer {
  /** The answer's tokens; joined they are its text. */
  tokens: string[];
  reasoning: string[];
  /** Why it ends, unless a tool is called. */
  finish: 'stop' | 'length' | 'content_filter';
  /** Prompt tokens out of the cache and into it; the rest of the prompt is neither. */
  cachedTokens: number;
  cacheWrittenTokens: number;
}

export interface Question {
  messages: Said[];
  /** As `[[echo_context]]` shows them. */
  echo: unknown;
  promptTokens: number;
  /** Longest answer, tokens. */
  maxTokens: number;
  /** Whether JSON was asked for: the answer is then an object that has it as its `answer`. */
  isJson?: boolean;
}

/** The answer to a question, as its directives want it. */
export function chooseAnswer(question: Question, wishes: Directives): ChosenAnswer {
  const { messages, echo, promptTokens, maxTokens, isJson } = question;
  const composed =
    wishes.say?.replaceAll('((', '[[').replaceAll('))', ']]') ?? composeAnswer(messages);
  const inForm = isJson ? JSON.stringify({ answer: composed }) : composed;
  const answer = wishes.echo_context ? JSON.stringify(echo) : inForm;
  let tokens = splitTokens(wishes.garbage ? `${answer} ${GARBAGE}` : answer);
  if (wishes.tokens !== undefined) tokens = lengthen(tokens, wishes.tokens).slice(0, wishes.tokens);
  const cachedTokens = Math.min(wishes.cached ?? 0, promptTokens);
  return {
    tokens: tokens.slice(0, maxTokens),
    reasoning: splitTokens(wishes.reasoning ?? ''),
    finish: wishes.finish ?? (tokens.length > maxTokens ? 'length' : 'stop'),
    cachedTokens,
    cacheWrittenTokens: Math.min(wishes.cache_written ?? 0, promptTokens - cachedTokens),
  };
}

function lengthen(tokens: string[], count: number): string[] {
  const more = splitTokens(' And so it goes on, word by word, as you have asked.');
  const rounds = Math.ceil(Math.max(count - tokens.length, 0) / more.length);
  return tokens.concat(...Array.from({ length: rounds }, () => more));
}
