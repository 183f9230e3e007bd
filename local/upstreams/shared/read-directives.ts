// read-directives: wishes written into a message, `[[status=503]]`, that only its request obeys.
//
// Each pair of brackets holds either one word, `[[crlf]]`, or settings, `[[gate=go after=5]]`; a
// value reaches to the next ` word=`. Brackets whose first word is not known here are just text.
import { z } from 'zod';
import type { Refusals } from './upstream-error.ts';

const count = z.coerce.number().int().min(0);
const flag = z.literal('').transform(() => true);

const directives = z
  .object({
    // Instead of an answer
    status: z.coerce.number().int().min(400).max(599),
    code: z.string(),
    retry_after_ms: count,
    retry_after: count,
    drop: flag,
    delay_ms: count,
    fail_times: count,
    /** The only provider that has the faults. */
    only: z.string().min(1),
    // In mid-answer, after so many tokens
    cut_after: count,
    end_after: count,
    error_after: count,
    stall_after: count,
    nonsense_after: count,
    gate: z.string().min(1),
    after: count,
    // What the answer is
    tokens: count,
    cached: count,
    cache_written: count,
    tokens_per_second: z.coerce.number().positive(),
    finish: z.enum(['stop', 'length', 'content_filter']),
    blocked: flag,
    reasoning: z.string(),
    tool: z.string(),
    args: z.string(),
    echo_context: flag,
    garbage: flag,
    say: z.string(),
    // Of moderation only, which obeys none of the above
    flag: z.string(),
    score: z.coerce.number().min(0).max(1),
    moderation_status: z.coerce.number().int().min(400).max(599),
    moderation_delay_ms: count,
    moderation_drop: flag,
    moderation_gate: z.string().min(1),
    // Of hanging up a talk only
    hangup_status: z.coerce.number().int().min(400).max(599),
    hangup_times: count,
    hangup_gate: z.string().min(1),
    // How it is written
    no_usage: flag,
    keepalive: flag,
    split_utf8: flag,
    crlf: flag,
  })
  .partial();

export type Directives = z.infer<typeof directives>;

const faults = [
  ...['status', 'drop', 'cut_after', 'end_after', 'error_after', 'stall_after'],
  ...['nonsense_after', 'blocked'],
];
const brackets = /\s*\[\[(\w+)(.*?)\]\]/gs;
const setting = /(\w+)=(.*?)(?=\s+\w+=|$)/gs;

/** The wishes in `text`, and the text without them; throws a 400 for a value that is no good. */
export function readDirectives(
  text: string,
  refusals: Pick<Refusals, 'refuse'>,
): { directives: Directives; text: string } {
  const { found, rest } = directivesApart(text);
  const result = directives.safeParse(found);
  if (result.success) return { directives: result.data, text: rest };
  const [issue] = result.error.issues;
  throw refusals.refuse(400, `Directive [[${issue?.path.join('.')}]]: ${issue?.message}`);
}

/** The directives in `text` as they are written, and the text without them. */
export function directivesApart(text: string): { found: Record<string, string>; rest: string } {
  const found: Record<string, string> = {};
  const rest = text.replace(brackets, (whole, first: string, tail: string) => {
    if (!(first in directives.shape)) return whole;
    if (!tail.startsWith('=')) found[first] = tail;
    else
      for (const [, name = '', value = ''] of `${first}${tail}`.matchAll(setting))
        found[name] = value;
    return '';
  });
  return { found, rest: rest.trim() };
}

/** The same without its faults: what `fail_times` leaves when they have happened often enough. */
export function withoutFaults(wishes: Directives): Directives {
  return Object.fromEntries(Object.entries(wishes).filter(([name]) => !faults.includes(name)));
}

/** `fail_times` alone means 503. */
export function withDefaultFault(wishes: Directives): Directives {
  return faults.some((name) => name in wishes) ? wishes : { ...wishes, status: 503 };
}
