// economy-catalog: a product with every kind of price, plan and limit, each small enough to be
// reached, in editions of which one follows the other while people are at work.
import { type Catalog, catalog } from '../../shared/contracts/catalog.ts';

export const EDITIONS = ['first', 'dearer', 'smaller'] as const;
export type Edition = (typeof EDITIONS)[number];

/** Characters that every project has, by how they are priced here. */
export const CHARACTERS = ['maths-tutor', 'debugging', 'sleep-coach'] as const;

/** What only `check_allowance` counts here, so without a reservation. */
export const CHECKED_METER = 'uploads';

/**
 * The first edition; one with higher prices and tighter limits; one that lacks the best plan. The
 * streams at once of a plan are the same in all.
 */
export function economyCatalog(edition: Edition): Catalog {
  const times = edition === 'dearer' ? 2 : 1;
  return catalog.parse({
    name: 'economy',
    title: 'Economy',
    description: `The ${edition} edition.`,
    currency: 'USD',
    credit_value_micros: 500 * times,
    markup_percent: 50,
    plans: plans(times).filter(({ slug }) => edition !== 'smaller' || slug !== 'pro'),
    prices: [
      { action: 'image', pricing: 'fixed', credits: 2 * times },
      { action: 'idea', pricing: 'fixed', credits: times, per: 3 },
      { action: 'voice', pricing: 'fixed', credits: times, per: 60 },
      { action: 'transcription', pricing: 'fixed', credits: 0 },
      ...(edition === 'smaller' ? [] : [{ action: 'completion', pricing: 'metered' }]),
    ],
    characters: {
      default: { pricing: 'fixed', credits: 2 * times },
      'maths-tutor': { pricing: 'fixed', credits: 3 * times },
      debugging: { pricing: 'fixed', credits: 5, premium: true },
      'sleep-coach': { pricing: 'metered' },
    },
  });
}

function plans(times: number) {
  const features = ['premium_characters', 'images', 'voice', 'api'];
  return [
    {
      ...describe('free', 0),
      price: { billing: 'free' },
      credits: 30 * times,
      limits: [
        { meter: 'requests', allowance: 60 / times, per: 'day' },
        { meter: 'requests', allowance: 120, per: '15 minutes', scope: 'ip' },
        { meter: 'messages', allowance: 40, per: 'minute' },
        { meter: 'text_messages', allowance: 20, per: 'ever', scope: 'character' },
        { meter: 'ideas', allowance: 12, per: 'month' },
        { meter: 'streams', allowance: 2, per: 'at once' },
        { meter: CHECKED_METER, allowance: 9, per: 'day' },
        { meter: CHECKED_METER, allowance: 5, per: 'minute' },
      ],
    },
    {
      ...describe('plus', 10),
      price: { billing: 'month', amount_cents: 900, trial_days: 7 },
      credits: 60,
      features,
      limits: [
        { meter: 'tokens', allowance: 60_000 / times, per: 'day' },
        { meter: 'requests', allowance: 60, per: 'minute', scope: 'ip' },
        { meter: 'requests', allowance: 150, per: '15 minutes', scope: 'ip' },
        { meter: 'audio_messages', allowance: 10, per: 'day', scope: 'character' },
        { meter: 'images', allowance: 6, per: 'day' },
        { meter: 'images', allowance: 2, per: 'request' },
        { meter: 'streams', allowance: 3, per: 'at once' },
        { meter: CHECKED_METER, allowance: 12, per: 'day' },
      ],
    },
    {
      ...describe('fortnight', 15),
      price: { billing: 'once', amount_cents: 700, pass_days: 15 },
      credits: 40 * times,
      features,
      limits: [
        { meter: 'media_messages', allowance: 15, per: 'ever' },
        { meter: 'requests', allowance: 200, per: 'month' },
        { meter: 'streams', allowance: 3, per: 'at once' },
      ],
    },
    {
      ...describe('pro', 20),
      price: { billing: 'month', amount_cents: 1900 },
      credits: 80,
      rollover_periods: 1,
      features,
      limits: [
        { meter: 'tokens', allowance: 300_000 / times, per: 'month' },
        { meter: 'streams', allowance: 5, per: 'at once' },
      ],
    },
  ];
}

function describe(slug: string, rank: number) {
  return { slug, rank, name: slug, description: `The plan ${slug}.` };
}
