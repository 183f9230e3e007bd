// follow-link: a visitor who comes by somebody's share link is counted and sent on to the product.
import { z } from 'zod';
import { clientIp } from '../_shared/client-ip.ts';
import { callSql } from '../_shared/database.ts';
import { env } from '../_shared/env.ts';

/** 302 to SITE_URL, with `?ref=CODE` for the sign-up when there is such a code. */
export async function followLink(request: Request, code: string): Promise<Response> {
  const ip = clientIp(request.headers);
  const agent = request.headers.get('user-agent') ?? 'none';
  const args = { p_code: code, p_visitor: ip ? `${ip} ${agent}` : null };
  const known = await callSql('count_referral_click', args as never, z.string().nullable());
  const target = new URL(env.SITE_URL);
  if (known) target.searchParams.set('ref', known);
  return new Response(null, { status: 302, headers: { location: target.href } });
}
