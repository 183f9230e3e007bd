// read-offers: what the applied catalog offers for money, as providers are to sell it.
import type pg from 'pg';

export interface Offer {
  kind: 'subscription' | 'pass' | 'pack';
  item: string;
  name: string;
  amount_cents: number;
  currency: string;
  billing: 'month' | 'year' | 'once';
  /** Of a subscription; null without a trial. */
  trial_days: number | null;
}

const OFFERED = `
  select case billing when 'once' then 'pass' else 'subscription' end as kind, slug as item, name,
    amount_cents, currency, billing, trial_days
  from public.plans where state = 'offered' and billing <> 'free'
  union all
  select 'pack', slug, name, amount_cents, currency, 'once', null
  from public.credit_packs where state = 'offered'
  order by kind, amount_cents`;

export async function readOffers(client: pg.ClientBase): Promise<Offer[]> {
  return (await client.query<Offer>(OFFERED)).rows;
}
