// renew-token: a channel's token changes, ends, or is looked at again (supabase-platform.md §4.6).
import { z } from 'zod';
import { pushSubscribed } from './changes/subscribe.ts';
import type { Channel } from './channel.ts';
import { establishStanding } from './establish-standing.ts';
import type { Frame } from './frame.ts';
import { tokenOf } from './join-config.ts';
import { Refusal } from './refusal.ts';
import { expiryOf, verifyToken } from './verify-token.ts';

const RECHECK_MS = 5 * 60_000;
/** Where something about the subscription to changes was wrong, it may be right soon. */
const RETRY_MS = 5000;

const accessToken = z.object({ access_token: z.unknown() });

/** Takes a new token for the channel, or closes it; an equal one or an API key changes nothing. */
export function renewToken(channel: Channel, frame: Frame): Promise<void> | void {
  const token = tokenOf(accessToken.safeParse(frame.payload).data?.access_token);
  if (token === undefined || token === channel.standing.token) return;
  return closeIfRefused(channel, async () => {
    const claims = await verifyToken(token, channel.connection.context.jwtSecret);
    channel.standing = await establishStanding(channel, token, claims);
    pushSubscribed(channel);
    watchStanding(channel);
  });
}

/** Closes the channel when its token ends or its policies no longer let it listen. */
export function watchStanding(channel: Channel): void {
  const { claims, problem } = channel.standing;
  const untilExpiryMs = claims.exp * 1000 - Date.now();
  const timer = setTimeout(
    () => channel.connection.inOrder(channel.name, () => recheck(channel)),
    Math.max(0, Math.min(untilExpiryMs, problem === undefined ? RECHECK_MS : RETRY_MS)),
  );
  channel.watchWith(timer.unref());
}

async function recheck(channel: Channel): Promise<void> {
  if (channel.hasLeft) return;
  const { token, claims, problem } = channel.standing;
  const expiry = expiryOf(claims);
  if (expiry !== undefined) return channel.fail(expiry);
  await closeIfRefused(channel, async () => {
    channel.standing = await establishStanding(channel, token, claims);
    if (problem !== undefined) pushSubscribed(channel);
    watchStanding(channel);
  });
}

async function closeIfRefused(channel: Channel, renew: () => Promise<void>): Promise<void> {
  try {
    await renew();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    channel.fail(
      error.code === 'Unauthorized'
        ? `You no longer have permission to read from this Channel topic: ${channel.address.name}`
        : error.message,
    );
  }
}
