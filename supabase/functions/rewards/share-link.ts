// share-link: somebody's code and the address that invites with it.
import { z } from 'zod';
import { callSql } from '../_shared/database.ts';
import { env } from '../_shared/env.ts';

/** The link counts clicks and leads to SITE_URL. */
export async function shareLink(userId: string): Promise<{ code: string; link: string }> {
  const code = await callSql('referral_code', { p_user_id: userId }, z.string());
  return { code, link: new URL(`/functions/v1/rewards/r/${code}`, env.SUPABASE_URL).href };
}
