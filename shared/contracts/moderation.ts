// moderation: what a catalog does not want said, and what becomes of it.
import { z } from 'zod';

/** What the provider's moderation scores. The same list as moderation_threshold_category_check. */
export const moderationCategories = [
  'harassment',
  'harassment/threatening',
  'hate',
  'hate/threatening',
  'illicit',
  'illicit/violent',
  'self-harm',
  'self-harm/intent',
  'self-harm/instructions',
  'sexual',
  'sexual/minors',
  'violence',
  'violence/graphic',
] as const;
const category = z.enum(moderationCategories);
export type ModerationCategory = z.infer<typeof category>;

/**
 * From the weakest to the strongest. flag: admins see it. warn: and the person is told. block: the
 * message is refused or the answer withheld, at no charge.
 */
export const moderationActions = ['flag', 'warn', 'block'] as const;
const action = z.enum(moderationActions);
export type ModerationAction = z.infer<typeof action>;

const score = z.number().gt(0).max(1);

/** From which score on what happens; what is absent does not. */
const levels = z
  .strictObject({ flag: score.optional(), warn: score.optional(), block: score.optional() })
  .refine((each) => Object.keys(each).length > 0, 'nothing happens at any score');
const thresholds = z.partialRecord(category, levels);
export type ModerationThresholds = z.infer<typeof thresholds>;

const direction = z.enum(['input', 'output']);
export type ModerationDirection = z.infer<typeof direction>;

/** `open`: what cannot be checked passes and is flagged; `closed`: it is refused. */
const onFailure = z.enum(['open', 'closed']);

const pattern = z.strictObject({
  /** Its own, or one of the provider's. */
  category: z
    .string()
    .regex(/^[a-z0-9]+([-_/][a-z0-9]+)*$/)
    .max(40),
  direction: z.enum(['input', 'output', 'both']).default('both'),
  /** `words`: words and phrases, one a line; `regex`: as Postgres understands it. */
  kind: z.enum(['words', 'regex']).default('words'),
  content: z.string().min(1).max(4000),
  action,
});

/** The moderation of a catalog. Without any of it nothing is moderated. */
export const moderation = z.strictObject({
  on_failure: onFailure.default('open'),
  /** What the person is told, by category, by its part before the slash, or as `default`. */
  messages: z.record(z.string().max(40), z.string().min(1).max(300)).default({}),
  input: thresholds.default({}),
  output: thresholds.default({}),
  patterns: z.array(pattern).max(100).default([]),
});

/** What a turn asks the provider's moderation. */
export const moderationRules = z.object({
  on_failure: onFailure,
  input: thresholds,
  output: thresholds,
});
export type ModerationRules = z.infer<typeof moderationRules>;

/** What a person is told; without a message the error's own sentence says it. */
export const moderationNotice = z.object({
  direction,
  action: z.enum(['warn', 'block']),
  category: z.string().nullable(),
  message: z.string().nullable(),
});
