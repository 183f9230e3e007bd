// limited-plan: a plan of one test's own on the shared stack, whose catalog limits nothing there.
import type { Meter, WindowKind } from '../../shared/contracts/catalog.ts';
import { sql } from './sql.ts';

export interface LimitOptions {
  meter: Meter;
  allowance: number;
  window: WindowKind;
  seconds?: number;
  scope?: 'user' | 'character' | 'ip';
}

/** Gives some people a new plan with these limits and without any features. */
export async function limitPeople(
  people: readonly { id: string }[],
  limits: readonly LimitOptions[],
): Promise<string> {
  const plan = `limited-${crypto.randomUUID().slice(0, 8)}`;
  await sql`
    insert into public.plans (slug, name, description, rank, billing, amount_cents, currency)
    values (${plan}, 'Limited', 'Is limited.', 999, 'month', 1, 'USD')`;
  for (const { meter, allowance, window, seconds = 0, scope = 'user' } of limits)
    await sql`
      insert into public.plan_limits (plan, meter, scope, window_kind, window_seconds, allowance)
      values (${plan}, ${meter}, ${scope}, ${window}, ${seconds}, ${allowance})`;
  for (const { id } of people)
    await sql`
      select private.grant_membership(
        ${id}, ${plan}, 'admin', ${`test:${plan}:${id}`}, now(), null)`;
  return plan;
}
