// format-list: all catalogs in a table, and which of them a database has.
import type { Catalog } from '../../shared/contracts/catalog.ts';
import type { AppliedCatalog } from './applied-catalog.ts';
import { formatTable } from './format-table.ts';
import { formatCount, formatPlanPrice } from './format-terms.ts';

/** A row for each plan; `applied` is undefined when that is not known. */
export function formatList(catalogs: Catalog[], applied: AppliedCatalog | undefined): string {
  const rows = catalogs.flatMap(({ name, title, plans, currency }) =>
    plans.map((plan, index) => [
      ...(index === 0 ? [name, title] : ['', '']),
      plan.name,
      formatPlanPrice(plan, currency),
      plan.credits === 0 ? '-' : formatCount(plan.credits),
      index === 0 && name === applied?.name ? describe(applied) : '',
    ]),
  );
  return formatTable(['catalog', 'title', 'plan', 'price', 'credits', ''], rows);
}

function describe({ isCurrent }: AppliedCatalog): string {
  return isCurrent ? 'applied' : 'applied, and its file has changed since';
}
