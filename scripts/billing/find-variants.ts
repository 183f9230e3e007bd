// find-variants: what a store at LemonSqueezy sells: each variant with its name and newest price.
import { z } from 'zod';
import type { LemonReader } from './connect-lemonsqueezy.ts';

export interface FoundVariant {
  id: string;
  productId: string;
  /** Its own name; of a product with one variant only the product's. */
  name: string;
  isPublished: boolean;
  price: LemonPrice | undefined;
}

const product = z.object({ name: z.string() });
const variant = z.object({
  product_id: z.int().transform(String),
  name: z.string(),
  status: z.string(),
});
const price = z.object({
  variant_id: z.int().transform(String),
  scheme: z.string(),
  unit_price: z.int().nullable(),
  renewal_interval_unit: z.string().nullable(),
  renewal_interval_quantity: z.int().nullable(),
  trial_interval_unit: z.string().nullish(),
  trial_interval_quantity: z.int().nullish(),
});
export type LemonPrice = z.infer<typeof price>;

/** LemonSqueezy's name for the variant of a product that has no others. */
const ONLY_ONE = 'Default';

export async function findVariants(lemon: LemonReader, storeId: string): Promise<FoundVariant[]> {
  const products = await lemon.list('products', `filter[store_id]=${storeId}`);
  const names = new Map(
    products.map(({ id, attributes }) => [id, product.parse(attributes).name] as const),
  );
  const prices = new Map<string, LemonPrice>();
  const byAge = (await lemon.list('prices')).sort(
    (one, other) => Number(one.id) - Number(other.id),
  );
  for (const { attributes } of byAge) {
    const parsed = price.parse(attributes);
    prices.set(parsed.variant_id, parsed);
  }
  return (await lemon.list('variants')).flatMap(({ id, attributes }) => {
    const { product_id, name, status } = variant.parse(attributes);
    const ofProduct = names.get(product_id);
    if (ofProduct === undefined) return [];
    const isPublished = status !== 'draft';
    const called = name === ONLY_ONE ? ofProduct : name;
    return [{ id, productId: product_id, name: called, isPublished, price: prices.get(id) }];
  });
}
