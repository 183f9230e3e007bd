// rewards: what a catalog says of referrals and cashouts, and what the rewards function takes.
// Callers: contracts/catalog.ts, functions/rewards; SQL's apply_rewards() takes what the former
// returns.
import { z } from 'zod';

/** What is done when a check finds something. The same list as referral_check_outcome_check. */
const outcome = z.enum(['off', 'review', 'refuse']);

const cents = z.int().min(0).max(1_000_000);

/** The rules of a catalog; amounts of money are US cents. */
export const rewards = z.strictObject({
  /** Credits for who is invited; they never expire. */
  invited_credits: z.int().min(0).max(1_000_000),
  /** Money for who invites. */
  referrer_cents: z.int().min(0).max(100_000),
  /** What the invited person must have: a confirmed e-mail, or a payment that stands. */
  condition: z.enum(['email', 'payment']).default('email'),
  /** For how many days after sign-up a code can still be entered. */
  entry_days: z.int().min(0).max(90).default(7),
  /** How many referrals pay the referrer in a day, and ever. */
  per_day: z.int().min(1).max(100_000).default(20),
  in_total: z.int().min(1).max(10_000_000).default(1000),
  /** The same list as referral_check_name_check. */
  checks: z
    .strictObject({
      disposable_email: outcome.default('refuse'),
      same_mailbox: outcome.default('refuse'),
      same_device: outcome.default('review'),
      same_address: outcome.default('review'),
      same_payer: outcome.default('review'),
      same_payee: outcome.default('review'),
    })
    .prefault({}),
  cashouts: z
    .strictObject({
      minimum_cents: cents.min(1).default(1000),
      /** Up to here a cashout without a risk needs no admin. */
      automatic_cents: cents.default(5000),
      /** How old an account must be for its cashouts to need no admin. */
      account_days: z.int().min(0).max(365).default(7),
    })
    .prefault({}),
});

/** The same as cashouts_receiver_check. */
const receiver = z
  .string()
  .max(127)
  .regex(/^[^\s@]+@[^\s@]+\.[^\s@]+$/, 'is no e-mail address');

/** POST rewards/cashouts */
export const cashoutRequest = z.strictObject({
  /** The caller's own: sent again it is the same cashout. */
  id: z.string().min(1).max(100),
  amount_cents: z.int().min(1).max(100_000_000),
  receiver,
});

/** A cashout as its person reads it. */
export const cashout = z.object({
  id: z.uuid(),
  amount_cents: z.int(),
  receiver: z.string(),
  state: z.enum([
    'requested',
    'approved',
    'sending',
    'sent',
    'unclaimed',
    'paid',
    'returned',
    'blocked',
    'failed',
    'denied',
    'refunded',
    'refused',
    'cancelled',
  ]),
  created_at: z.string(),
  approved_at: z.string().nullable(),
  sent_at: z.string().nullable(),
  closed_at: z.string().nullable(),
  reason: z.string().nullable(),
  transaction_id: z.string().nullable(),
});
export type Cashout = z.infer<typeof cashout>;

/** POST rewards/visit: what a frontend knows its device by. */
export const visit = z.strictObject({ device_id: z.string().min(1).max(200) });

/** GET rewards/cashouts */
export const cashoutPage = z.strictObject({
  before_at: z.iso.datetime({ offset: true }).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** What claim_cashouts gives the worker. */
export const claimedCashouts = z.array(
  z.object({
    id: z.uuid(),
    amount_cents: z.int(),
    receiver: z.string(),
    batch_id: z.string().nullable(),
    claimed_at: z.string(),
  }),
);
export type ClaimedCashout = z.infer<typeof claimedCashouts>[number];
