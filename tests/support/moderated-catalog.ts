// moderated-catalog: a catalog of a test's own: no limits, one price, and this moderation.
import { applyCatalog } from '../../scripts/catalog/apply-catalog.ts';
import { readCatalog } from '../../scripts/catalog/read-catalog.ts';
import type { Catalog } from '../../shared/contracts/catalog.ts';

/** Applies it; every answer costs 10 credits, and what is not given moderates nothing. */
export async function applyModeration(
  url: string,
  moderation: Partial<Catalog['moderation']>,
): Promise<void> {
  const catalog = await readCatalog('miky');
  await applyCatalog(
    {
      ...catalog,
      plans: catalog.plans.map((plan) => ({ ...plan, limits: [] })),
      characters: { default: { pricing: 'fixed', credits: 10, premium: false } },
      moderation: {
        on_failure: 'open',
        messages: {},
        input: {},
        output: {},
        patterns: [],
        ...moderation,
      },
    },
    url,
  );
}
