// access-matrix-rewards: the access list of referrals and cashouts, with a row for everybody.
import type pg from 'pg';
import { nobody, ofPerson, people, readOwn, serviceReads } from './access-matrix-access.ts';
import type { Actor, Expectation } from './access-matrix-expectation.ts';

const ofUser = ofPerson(({ id }) => ({ user_id: id }));
const closed = (rows: Expectation['rows']): Expectation => ({ rows, access: nobody });
const adminReads: Expectation['access'][number] = {
  who: ['admin'],
  may: 'select',
  rows: ['foreign'],
};

export const rewardTables: Record<string, Expectation> = {
  'public.referrers': { rows: ofUser, access: [readOwn, adminReads] },
  'public.cashouts': { rows: ofUser, access: [readOwn, adminReads, serviceReads] },
  'public.my_rewards': {
    rows: ofPerson(({ earnedCents }) => ({ available_cents: earnedCents })),
    access: [readOwn],
  },
  'private.reward_rules': closed({ any: () => ({ condition: 'email' }) }),
  'private.referral_check': closed({ any: () => ({ name: 'same_device' }) }),
  'private.disposable_domain': closed({ any: () => ({ domain: 'yopmail.com' }) }),
  'private.person_signal': closed(ofUser),
  'private.referral': closed(ofPerson(({ id }) => ({ invited_id: id }))),
  'private.referral_decision': closed(ofUser),
  'private.referral_click': closed({ any: () => ({ code: 'AAAAAAAA' }) }),
  'private.payout': closed(ofPerson(({ id }) => ({ batch_id: id }))),
  'private.payout_discrepancy': closed({ any: () => ({ kind: 'state' }) }),
  'private.cashout_move': closed({ any: () => ({ from_state: 'paid' }) }),
};

export const rewardFunctions: Record<string, readonly Actor[]> = {
  'public.enter_referral_code': people,
  'public.list_referrals': people,
  'public.read_leaderboard': people,
  'public.note_visit': ['service'],
  'public.count_referral_click': ['service'],
  'public.referral_code': ['service'],
  'public.request_cashout': ['service'],
  'public.cancel_cashout': ['service'],
  'public.cashout_receipt': ['service'],
  'public.list_cashouts': ['service'],
  'public.claim_cashouts': ['service'],
  'public.record_payout': ['service'],
  'public.refuse_payout': ['service'],
  'public.postpone_payout': ['service'],
  'public.miss_payout': ['service'],
  'public.apply_payout': ['service'],
  // They refuse by themselves whoever is no admin.
  'public.set_disposable_domain': people,
  'public.list_referral_reviews': people,
  'public.review_referral': people,
  'public.list_cashout_reviews': people,
  'public.review_cashout': people,
  'public.list_payout_discrepancies': people,
  'public.resolve_payout_discrepancy': people,
};

/** What is there once: a click. */
export async function createRewardRows(client: pg.ClientBase): Promise<void> {
  await client.query(
    `insert into private.referral_click (code, day, visitor_hash)
     values ('AAAAAAAA', current_date, repeat('a', 64))`,
  );
}

/** A person who was invited, has earned so much, and was refused a cashout. */
export async function leaveRewards(
  client: pg.ClientBase,
  id: string,
  cents: number,
): Promise<void> {
  await client.query(
    `with referral as (
       insert into private.referral (invited_id, invited_credits, referrer_cents, condition)
       values ($1::uuid, 1, 1, 'email')
       returning id
     ), decision as (
       insert into private.referral_decision (referral_id, user_id, decision, reason)
       select id, $1::uuid, 'taken', 'code_taken' from referral
     ), signal as (
       insert into private.person_signal (kind, value_hash, user_id)
       values ('device', private.hash_token($1::text), $1::uuid)
     ), cashout as (
       insert into public.cashouts (user_id, client_key, amount_cents, receiver, state, closed_at)
       values ($1::uuid, 'matrix', 1, 'matrix@parley.test', 'refused', now())
       returning id
     ), payout as (
       insert into private.payout (cashout_id, money, batch_id)
       select id, 'returned', $1::text from cashout
     ), odd as (
       insert into private.payout_discrepancy (cashout_id, kind, details)
       select id, 'state', '{}' from cashout
     )
     select private.give_reward($1::uuid, $2, 'matrix:' || $1::text || ':reward')`,
    [id, cents],
  );
}
