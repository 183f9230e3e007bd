// format-terms: prices, limits and amounts of a catalog in words.
import type { Catalog } from '../../shared/contracts/catalog.ts';

type Plan = Catalog['plans'][number];
type Limit = Plan['limits'][number];
type ActionPrice = Catalog['prices'][number];
type CharacterPrice = Catalog['characters'][string];

const UNITS = { hour: 3600, minute: 60, second: 1 };
const WINDOWS = {
  day: 'a day',
  month: 'a month',
  ever: 'ever',
  request: 'in one request',
  at_once: 'at once',
  kept: 'kept',
};
const SCOPES = { user: '', character: ' with a character', ip: ' from an address' };
/** What the number after `per` counts. */
const ACTION_UNITS: Partial<Record<ActionPrice['action'], string>> = {
  speech: 'characters',
  transcription: 'seconds',
  voice: 'seconds',
  fine_tuning: 'tokens',
  embedding: 'tokens',
};

/** 1,000 */
export function formatCount(count: number): string {
  return count.toLocaleString('en-US');
}

/** $19, $7.50 */
export function formatMoney(cents: number, currency: string): string {
  return (cents / 100).toLocaleString('en-US', {
    style: 'currency',
    currency,
    trailingZeroDisplay: 'stripIfInteger',
  });
}

/** $19 a month; $7 for 15 days; free */
export function formatPlanPrice({ price }: Plan, currency: string): string {
  if (price.billing === 'free') return 'free';
  const money = formatMoney(price.amount_cents, currency);
  return price.billing === 'once'
    ? `${money} for ${price.pass_days} days`
    : `${money} a ${price.billing}`;
}

/** What is limited and in which window, without how much: messages in a minute */
export function formatLimit({ meter, scope, window_kind, window_seconds }: Limit): string {
  const window = window_kind === 'rolling' ? formatWindow(window_seconds) : WINDOWS[window_kind];
  return `${meter.replaceAll('_', ' ')}${SCOPES[scope]} ${window}`;
}

function formatWindow(seconds: number): string {
  const [unit, size] = Object.entries(UNITS).find(([, each]) => seconds % each === 0) ?? ['', 1];
  const count = seconds / size;
  return count === 1 ? `in ${unit === 'hour' ? 'an' : 'a'} ${unit}` : `in ${count} ${unit}s`;
}

/** 4 cr; 1 cr for 60 seconds begun; by its cost */
export function formatActionPrice(price: ActionPrice): string {
  if (price.pricing === 'metered') return 'by its cost';
  const unit = ACTION_UNITS[price.action] ?? 'pieces';
  const units = price.per === 1 ? '' : ` for ${formatCount(price.per)} ${unit} begun`;
  return `${formatCount(price.credits)} cr${units}`;
}

/** 4 cr, premium; by its tokens */
export function formatCharacterPrice(price: CharacterPrice): string {
  const credits = price.pricing === 'fixed' ? `${formatCount(price.credits)} cr` : 'by its tokens';
  return `${credits}${price.premium ? ', premium' : ''}`;
}

/** flag from 0.6, block from 0.95 */
export function formatLevels(levels: Catalog['moderation']['input']['hate']): string {
  const each = Object.entries(levels ?? {}).map(([action, score]) => `${action} from ${score}`);
  return each.length === 0 ? '-' : each.join(', ');
}
