// limits: how a limit of a plan stands, in answers, in refusals and in headers.
import { z } from 'zod';
import { windowKinds } from './catalog.ts';

/** `resets_at` is when all of it is there again; null for what never comes back. */
export const limitState = z.object({
  meter: z.string(),
  scope: z.enum(['user', 'character', 'ip', 'key']),
  window: z.enum(windowKinds),
  window_seconds: z.int().nullable(),
  allowance: z.int(),
  used: z.int(),
  left: z.int(),
  resets_at: z.iso.datetime({ offset: true }).nullable(),
});
export type LimitState = z.infer<typeof limitState>;

/** The details of `rate_limited` and `quota_exceeded`; `retry_after` in seconds, null for never. */
export const limitRefusal = limitState.extend({
  needed: z.int(),
  retry_after: z.int().nullable(),
});
