// yearly-lives: lives of subscriptions that are paid by the year; today is in the third month.
import { changed, ended, Life, type World } from './subscription-life.ts';

export const YEARLY_LIVES: Record<string, (world: World) => Life> = {
  'a year, upgraded in its second month': (world) =>
    new Life(world)
      .invoice('1', 'paid', [-65, 300], { anchor: -65 })
      .subscription('active', { billing: 'year' })
      .invoice('2', 'paid', [-25, 300], { ...changed(world), anchor: -65 })
      .subscription('active', { billing: 'year', price_id: world.pro.price }),
  'a year, half of it paid back, and upgraded': (world) =>
    new Life(world)
      .invoice('1', 'paid', [-65, 300], { anchor: -65 })
      .refund('in_1', 're_1', 500, 'succeeded')
      .invoice('2', 'paid', [-25, 300], { ...changed(world), anchor: -65 }),
  'a year whose upgrade is paid back': (world) =>
    new Life(world)
      .invoice('1', 'paid', [-65, 300], { anchor: -65 })
      .invoice('2', 'paid', [-25, 300], { ...changed(world), anchor: -65 })
      .refund('in_2', 're_2', 1000, 'succeeded'),
  'a year that ends at once in its second month': (world) =>
    new Life(world)
      .invoice('1', 'paid', [-65, 300], { anchor: -65 })
      .subscription('active', { billing: 'year' })
      .subscription('canceled', { billing: 'year', ...ended(world.at, -25) }),
  'a year, upgraded and back': (world) =>
    new Life(world)
      .invoice('1', 'paid', [-65, 300], { anchor: -65 })
      .invoice('2', 'paid', [-25, 300], { ...changed(world), anchor: -65 })
      .invoice('3', 'paid', [-20, 300], { reason: 'change', anchor: -65 })
      .invoice('4', 'paid', [3, 300], { ...changed(world), anchor: -65 }),
};
