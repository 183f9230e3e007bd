// transformation: how an image shall be changed (supabase-platform.md §5.4).
import { z } from 'zod';

const side = z.coerce.number().int('must be integer').min(0, 'must be >= 0');

/** As in queries and in the body that asks for a signed URL. */
export const transformation = z.object({
  width: side.optional(),
  height: side.optional(),
  resize: z.enum(['cover', 'contain', 'fill']).optional(),
  format: z.enum(['origin', 'avif', 'webp']).optional(),
  quality: z.coerce.number().int().min(20, 'must be >= 20').max(100, 'must be <= 100').optional(),
});

export type Transformation = z.infer<typeof transformation>;

/** As tokens of signed URLs carry it: `width:100,resize:cover`; empty when nothing is asked. */
export function formatTransformation(wish: Transformation): string {
  return Object.entries(wish)
    .map(([name, value]) => `${name}:${value}`)
    .join(',');
}

export function parseTransformation(text: string): Transformation {
  return transformation.parse(Object.fromEntries(text.split(',').map((each) => each.split(':'))));
}
