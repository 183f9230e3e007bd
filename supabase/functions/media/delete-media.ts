// delete-media: assets and their files, together.
import { z } from 'zod';
import type { Caller } from '../_shared/authenticate.ts';
import { callSql } from '../_shared/database.ts';
import { removeLeftovers } from './remove-leftovers.ts';

/**
 * Deletes the caller's assets, and uploads that were not finished; returns which assets there were.
 * The rows go first: what a crash leaves of the files is nobody's, and removed later.
 */
export async function deleteMedia({ userId }: Caller, ids: string[]): Promise<string[]> {
  const asked = { p_user_id: userId, p_ids: ids };
  const deleted = await callSql('delete_media', asked, z.array(z.uuid()));
  await removeLeftovers();
  return deleted;
}
