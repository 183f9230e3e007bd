// observe: reads an object of a provider as it is now and applies it, one reader an object at a
// time. What a reader that was overtaken brings is older, and SQL drops it.
import { z } from 'zod';
import {
  applied,
  type EventProvider,
  type PaymentProvider,
} from '../../../../shared/contracts/payments.ts';
import type { Database } from '../../../../shared/database.types.ts';
import { callSql } from '../database.ts';

/** Somebody else reads the object at this moment. */
export class ObjectBusy extends Error {}

type Apply = Extract<
  keyof Database['public']['Functions'],
  `apply_${'subscription' | 'payment' | 'refund' | 'dispute'}`
>;

export interface Observed {
  apply: Apply;
  object: Record<string, unknown>;
}

/**
 * Leases the object, lets `read` fetch it, and applies each version that it returns. True when any
 * of it is ours. Throws ObjectBusy when somebody else has the lease.
 */
export async function observe(
  provider: PaymentProvider,
  key: string,
  read: () => Promise<Observed[]>,
): Promise<boolean> {
  return underLease(provider, key, async (version) => {
    let isOurs = false;
    for (const { apply, object } of await read()) {
      const args = { p_provider: provider, p_object: object as never, p_version_at: version };
      isOurs = (await callSql(apply, args, applied)) !== 'ignored' || isOurs;
    }
    return isOurs;
  });
}

/** Lets `use` read and apply an object, with the version of what it reads. Throws ObjectBusy. */
export async function underLease<Result>(
  provider: EventProvider,
  key: string,
  use: (version: string) => Promise<Result>,
): Promise<Result> {
  const p_object_key = `${provider}:${key}`;
  const version = await callSql('lease_payment_object', { p_object_key }, z.string().nullable());
  if (!version) throw new ObjectBusy(p_object_key);
  try {
    return await use(version);
  } finally {
    const args = { p_object_key, p_leased_at: version };
    await callSql('release_payment_object', args, z.unknown());
  }
}
