// catalog: one product as data: its plans, what they allow, and what things cost.
// Callers: catalogs/*.json, scripts/catalog.ts; SQL's apply_catalog() takes what `catalog` returns.
import { z } from 'zod';
import { moderation } from './moderation.ts';
import { rewards } from './rewards.ts';

/** What a plan may switch on. The same list as plans_features_check. */
export const features = [
  'premium_characters',
  'own_characters',
  'voice',
  'speech',
  'images',
  'multimedia',
  'premium_galleries',
  'api',
  'analytics',
  'workflows',
  'integrations',
  'idea_batches',
  'fine_tuning',
  'priority_support',
  'service_level_agreement',
] as const;
export const feature = z.enum(features);
export type Feature = z.infer<typeof feature>;

/** What a limit counts. The same list as private.meter_kind. */
export const meters = [
  'requests',
  'messages',
  'text_messages',
  'audio_messages',
  'media_messages',
  'attachments',
  'tokens',
  'streams',
  'api_requests',
  'uploads',
  'images',
  'speeches',
  'transcriptions',
  'voice_minutes',
  'ideas',
  'fine_tunings',
  'embeddings',
  'cashouts',
  'own_characters',
  'participants',
  'invitations',
] as const;
export const meter = z.enum(meters);
export type Meter = z.infer<typeof meter>;

/** What can be paid for beside a turn. The same list as private.action_kind. */
export const actions = [
  'completion',
  'image',
  'speech',
  'transcription',
  'voice',
  'idea',
  'fine_tuning',
  'embedding',
] as const;
export const action = z.enum(actions);
export type Action = z.infer<typeof action>;

const SECONDS = { second: 1, minute: 60, hour: 3600 } as const;

/**
 * The window of a limit. `15 minutes`: rolling, so many at once and then one by one as time passes.
 * `day`, `month`: of the UTC calendar. `ever`: never again. `request`: the most in a single one.
 * `at once`: the most at the same time. `kept`: the most that one may have.
 */
const per = z
  .string()
  .regex(/^(\d+ (second|minute|hour)s?|second|minute|hour|day|month|ever|request|at once|kept)$/)
  .transform((text): { window_kind: WindowKind; window_seconds: number } => {
    const [, count = '1', unit] = /^(?:(\d+) )?(second|minute|hour)s?$/.exec(text) ?? [];
    if (!unit) return { window_kind: text.replace(' ', '_') as WindowKind, window_seconds: 0 };
    const window_seconds = Number(count) * SECONDS[unit as keyof typeof SECONDS];
    return { window_kind: 'rolling', window_seconds };
  });

/** The same list as plan_limits_window_kind_check. */
export const windowKinds = [
  'rolling',
  'day',
  'month',
  'ever',
  'request',
  'at_once',
  'kept',
] as const;
export type WindowKind = (typeof windowKinds)[number];

const slug = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
  .max(40);
const name = z.string().min(1).max(60);
const description = z.string().min(1).max(300);
const credits = z.int().min(0).max(1_000_000_000);
const cents = z.int().min(0).max(100_000_000);

const limit = z
  .strictObject({
    meter,
    allowance: z.int().min(1).max(1_000_000_000_000),
    per,
    /** `user`: all of a person; `character`: a person with one character; `ip`: an address. */
    scope: z.enum(['user', 'character', 'ip']).default('user'),
  })
  .refine(
    ({ scope, per: { window_kind } }) =>
      ({
        user: true,
        character: ['day', 'month', 'ever'].includes(window_kind),
        ip: window_kind === 'rolling',
      })[scope],
    'an ip takes rolling windows only, a character day, month or ever',
  )
  .refine(
    ({ meter: counted, per: { window_kind } }) =>
      (counted === 'streams') === (window_kind === 'at_once'),
    'streams are limited at once, and nothing else is',
  )
  .refine(
    ({ meter: counted, per: { window_kind } }) =>
      (counted === 'own_characters') === (window_kind === 'kept'),
    'own characters are limited by how many are kept, and nothing else is',
  )
  .refine(
    ({ meter: counted, per: { window_kind } }) =>
      counted !== 'participants' || window_kind === 'request',
    'participants are limited by how many one conversation has: per request',
  )
  .transform(({ per: window, ...rest }) => ({ ...rest, ...window }));

const price = z.discriminatedUnion('billing', [
  z.strictObject({ billing: z.literal('free') }),
  z.strictObject({
    billing: z.enum(['month', 'year']),
    amount_cents: cents.min(1),
    trial_days: z.int().min(1).max(90).optional(),
  }),
  /** A pass: paid once, ends by itself. */
  z.strictObject({
    billing: z.literal('once'),
    amount_cents: cents.min(1),
    pass_days: z.int().min(1).max(3660),
  }),
]);

const plan = z.strictObject({
  slug,
  name,
  description,
  /** A person with several plans has the one of the highest rank. */
  rank: z.int().min(0).max(1000),
  price,
  /** Credits each month, or for the whole of a pass. */
  credits: credits.default(0),
  /** For how many more periods unused plan credits stay. */
  rollover_periods: z.int().min(0).max(12).default(0),
  features: z.array(feature).default([]),
  /** Ids of the models that may be used; all when absent. */
  models: z.array(z.string().min(1).max(100)).min(1).optional(),
  limits: z.array(limit).default([]),
});

const actionPrice = z.discriminatedUnion('pricing', [
  /** So many credits for each `per` units begun: answers, images, characters, seconds, tokens. */
  z.strictObject({
    action,
    pricing: z.literal('fixed'),
    credits,
    per: z.int().min(1).max(1_000_000_000).default(1),
  }),
  /** What the provider asks for the tokens or units, with the catalog's markup. */
  z.strictObject({ action, pricing: z.literal('metered') }),
]);

const characterPrice = z.discriminatedUnion('pricing', [
  z.strictObject({
    pricing: z.literal('fixed'),
    credits: credits.max(1_000_000),
    premium: z.boolean().default(false),
  }),
  z.strictObject({ pricing: z.literal('metered'), premium: z.boolean().default(false) }),
]);

/** A catalog file; parsed, it is what `private.apply_catalog` takes. */
export const catalog = z
  .strictObject({
    $schema: z.string().optional(),
    name: slug,
    title: name,
    description,
    currency: z.string().regex(/^[A-Z]{3}$/),
    /** What one credit is worth, in millionths of a dollar: for metered prices and for margins. */
    credit_value_micros: z.int().min(1).max(1_000_000_000),
    /** Added to the provider's cost where a price is metered. */
    markup_percent: z.int().min(0).max(10_000),
    /** For how many days a plan goes on while its renewal cannot be paid. */
    grace_days: z.int().min(0).max(30).default(7),
    plans: z.array(plan).min(1).max(20),
    credit_packs: z
      .array(z.strictObject({ slug, name, credits: credits.min(1), amount_cents: cents.min(1) }))
      .default([]),
    prices: z.array(actionPrice),
    /** Prices of the product's characters by slug; `default` is for those that are not named. */
    characters: z.record(z.string(), characterPrice),
    /** The price of characters that people make: their makers choose model and length. */
    own_characters: characterPrice.optional(),
    moderation: moderation.prefault({}),
    /** Referrals and cashouts; absent: there are none. */
    rewards: rewards.nullable().default(null),
  })
  .superRefine(({ plans, credit_packs, prices, characters, own_characters }, context) => {
    const complain = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    if (plans.filter(({ price: { billing } }) => billing === 'free').length !== 1)
      complain('plans', 'exactly one plan is free: it is everybody’s who has no other');
    const repeated = (values: unknown[]) => new Set(values).size !== values.length;
    if (repeated(plans.map((each) => each.slug))) complain('plans', 'two have one slug');
    if (repeated(plans.map((each) => each.rank))) complain('plans', 'two have one rank');
    if (repeated(credit_packs.map((each) => each.slug))) complain('credit_packs', 'one slug twice');
    if (repeated(prices.map((each) => each.action))) complain('prices', 'one action twice');
    for (const { slug: of, limits } of plans) {
      const keys = limits.map(({ allowance: _, ...key }) => JSON.stringify(key));
      if (repeated(keys)) complain('plans', `${of}: a limit is there twice`);
    }
    if (!characters.default) complain('characters', 'no default');
    const lendsCharacters = plans.some(({ features: of }) => of.includes('own_characters'));
    if (lendsCharacters && !own_characters) complain('own_characters', 'no price');
  });
export type Catalog = z.infer<typeof catalog>;
export type CatalogFile = z.input<typeof catalog>;
