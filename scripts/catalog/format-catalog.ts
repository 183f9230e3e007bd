// format-catalog: a catalog for people: its plans side by side, then what things cost.
import type { Catalog } from '../../shared/contracts/catalog.ts';
import { moderationCategories } from '../../shared/contracts/moderation.ts';
import { formatTable } from './format-table.ts';
import {
  formatActionPrice,
  formatCharacterPrice,
  formatCount,
  formatLevels,
  formatLimit,
  formatMoney,
  formatPlanPrice,
} from './format-terms.ts';

type Plan = Catalog['plans'][number];

/** The whole catalog as text; a dash is what a plan does not have. */
export function formatCatalog(catalog: Catalog): string {
  const { title, description, credit_packs, currency, prices, characters, own_characters } =
    catalog;
  return [
    `${title}: ${description}`,
    `A credit is worth $${catalog.credit_value_micros / 1_000_000}; what is charged by its cost ` +
      `is charged with ${catalog.markup_percent} % on top.`,
    formatPlans(catalog),
    ...formatModels(catalog.plans),
    ...(credit_packs.length === 0
      ? []
      : [
          formatTable(
            ['credit pack', 'price'],
            credit_packs.map(({ name, amount_cents }) => [
              name,
              formatMoney(amount_cents, currency),
            ]),
          ),
        ]),
    formatTable(
      ['action', 'price'],
      prices.map((price) => [price.action.replaceAll('_', ' '), formatActionPrice(price)]),
    ),
    formatTable(
      ['answer of', 'price'],
      [
        ...Object.entries(characters).map(([slug, price]) => [
          slug === 'default' ? 'a character that is not named' : slug,
          formatCharacterPrice(price),
        ]),
        ...(own_characters
          ? [['a character of one’s own', formatCharacterPrice(own_characters)]]
          : []),
      ],
    ),
    ...formatModeration(catalog),
  ].join('\n\n');
}

function formatModeration({ moderation }: Catalog): string[] {
  const { input, output, patterns, on_failure } = moderation;
  const scored = moderationCategories.filter((each) => input[each] ?? output[each]);
  const matched = patterns.map(({ category, action, direction }) => [
    category,
    direction === 'output' ? '-' : `${action} by pattern`,
    direction === 'input' ? '-' : `${action} by pattern`,
  ]);
  const rows = scored.map((each) => [each, formatLevels(input[each]), formatLevels(output[each])]);
  if (rows.length + matched.length === 0) return [];
  return [
    formatTable(['moderation', 'a message', 'an answer'], [...rows, ...matched]),
    `What cannot be checked ${on_failure === 'open' ? 'passes and is flagged' : 'is refused'}.`,
  ];
}

function formatPlans({ plans, currency }: Catalog): string {
  const row = (title: string, cell: (plan: Plan) => string) => [title, ...plans.map(cell)];
  const each = <T>(values: T[]) => [...new Set(values)];
  return formatTable(
    row('', ({ name }) => name),
    [
      row('price', (plan) => formatPlanPrice(plan, currency)),
      row('trial', ({ price }) => ('trial_days' in price ? `${price.trial_days} days` : '-')),
      row('credits', ({ credits, price }) =>
        credits === 0
          ? '-'
          : `${formatCount(credits)}${price.billing === 'once' ? '' : ' a month'}`,
      ),
      row('unused credits stay', ({ rollover_periods }) =>
        rollover_periods === 0 ? '-' : `${rollover_periods} more`,
      ),
      row('models', ({ models }) => (models ? String(models.length) : 'all')),
      ...each(plans.flatMap(({ features }) => features)).map((feature) =>
        row(feature.replaceAll('_', ' '), ({ features }) =>
          features.includes(feature) ? 'yes' : '-',
        ),
      ),
      ...each(plans.flatMap(({ limits }) => limits.map(formatLimit))).map((limit) =>
        row(limit, ({ limits }) => {
          const found = limits.find((one) => formatLimit(one) === limit);
          return found ? formatCount(found.allowance) : 'no limit';
        }),
      ),
    ],
  );
}

function formatModels(plans: Plan[]): string[] {
  return plans.flatMap(({ name, models }) =>
    models ? [`Models of ${name}: ${models.join(', ')}`] : [],
  );
}
