// renew-token: a channel's token changes, ends, or is looked at again (supabase-platform.md §4.6).
import { z } from 'zod';
import { pushSubscribed } from './changes/subscribe.ts';
import type { Channel } from './channel.ts';
import { establishStanding } from './establish-standing.ts';
import type { Frame } from './frame.ts';
import { tokenOf } from './join-config.ts';
import { Refusal } from './refusal.ts';
import { verifyToken } from './verify-token.ts';

const RECHECK_MS = 5 * 60_000;
/** After what may be right soon: a database that is away, a table that is not published. */
const RETRY_MS = 5000;

const accessToken = z.object({ access_token: z.unknown() });

/** Takes a new token for the channel, or closes it; an equal one or an API key changes nothing. */
export function renewToken(channel: Channel, frame: Frame): Promise<void> | void {
  const token = tokenOf(accessToken.safeParse(frame.payload).data?.access_token);
  if (token !== undefined && token !== channel.standing.token) return renew(channel, token);
}

/** Closes the channel when its token ends or its policies no longer let it listen. */
export function watchStanding(channel: Channel): void {
  const { token, claims, problem } = channel.standing;
  const untilExpiryMs = claims.exp * 1000 - Date.now();
  const recheckMs = problem === undefined ? RECHECK_MS : RETRY_MS;
  renewLater(channel, token, Math.max(0, Math.min(untilExpiryMs, recheckMs)));
}

function renewLater(channel: Channel, token: string, delayMs: number): void {
  const again = () => channel.connection.inOrder(channel.name, () => renew(channel, token));
  channel.watchWith(setTimeout(again, delayMs).unref());
}

async function renew(channel: Channel, token: string): Promise<void> {
  const { context } = channel.connection;
  const before = channel.standing;
  try {
    const claims = await verifyToken(token, context.jwtSecret);
    const standing = await establishStanding(channel, token, claims);
    if (channel.hasLeft) return;
    channel.standing = standing;
  } catch (error) {
    if (error instanceof Refusal) return channel.fail(farewell(channel, error));
    context.report(`token of ${channel.name}`, error);
    return renewLater(channel, token, RETRY_MS);
  }
  if (token !== before.token || before.problem !== undefined) pushSubscribed(channel);
  watchStanding(channel);
}

function farewell({ address }: Channel, { code, message }: Refusal): string {
  return code === 'Unauthorized'
    ? `You no longer have permission to read from this Channel topic: ${address.name}`
    : message;
}
