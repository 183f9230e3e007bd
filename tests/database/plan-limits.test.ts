// plan-limits: every limit of every plan of every catalog, up to its first refusal and back.
import { beforeAll, describe, expect, it } from 'vitest';
import { applyCatalog, CATALOGS, type Limit, limitsOf } from '../support/catalog-plans.ts';
import { atOneMoment, passCalendar, passSeconds } from '../support/one-moment.ts';
import { ownDatabase } from '../support/own-database.ts';
import {
  amountOfTake,
  finish,
  readLimit,
  startWalk,
  take,
  takeAndFinish,
  use,
  type Walk,
} from '../support/plan-walk.ts';
import { type Refusal, refusalOf } from '../support/turn.ts';

const DAY_S = 86_400;

const database = ownDatabase({ connections: 2, limits: true });

/** When a counted window starts anew, from the calendar alone. */
function windowEnd({ window_kind }: Limit, now: number): number | null {
  const at = new Date(now);
  const [year, month, day] = [at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()];
  if (window_kind === 'day') return Date.UTC(year, month, day + 1);
  return window_kind === 'month' ? Date.UTC(year, month + 1, 1) : null;
}

/** The refusal of somebody who used the limit up just now, but for what is too little to use. */
function expectedRefusal({ limit, moment, ...walk }: Walk) {
  const amount = amountOfTake({ limit });
  const { window_kind: window, window_seconds, meter, scope, allowance } = limit;
  const isRolling = window === 'rolling';
  const end = isRolling ? moment.now + window_seconds * 1000 : windowEnd(limit, moment.now);
  const { message, left, retryAfter } = {
    rolling: {
      message: 'rate_limited',
      left: 0,
      retryAfter: Math.max(1, Math.ceil((amount * window_seconds) / allowance)),
    },
    at_once: { message: 'rate_limited', left: 0, retryAfter: 1 },
    request: { message: 'quota_exceeded', left: allowance, retryAfter: null },
  }[window as string] ?? {
    message: 'quota_exceeded',
    left: amount - 1,
    retryAfter: end && Math.ceil((end - moment.now) / 1000),
  };
  const needed = window === 'request' ? allowance + 1 : amount;
  return {
    walk: walk.title,
    code: 'PT429',
    message,
    details: {
      meter,
      scope,
      window,
      window_seconds: isRolling ? window_seconds : null,
      allowance,
      used: allowance - left,
      left,
      needed,
      retry_after: retryAfter,
      resets_at: end,
    },
  };
}

/** What a refusal tells, its time in milliseconds. */
function told(walk: Walk, { code, message, details }: Refusal) {
  const parsed = JSON.parse(details);
  const resets_at = parsed.resets_at && Date.parse(parsed.resets_at);
  return { walk: walk.title, code, message, details: { ...parsed, resets_at } };
}

async function expectRefused(walk: Walk): Promise<number> {
  const refusal = told(walk, await refusalOf(take(walk)));
  expect(refusal).toEqual(expectedRefusal(walk));
  return refusal.details.retry_after;
}

/** Uses the whole of an unused limit, the last of it one by one, and is refused. */
async function walkToRefusal(walk: Walk): Promise<number> {
  const { allowance } = walk.limit;
  const amount = amountOfTake(walk);
  const steps = Math.min(3, Math.floor(allowance / amount));
  const before = allowance - steps * amount - (amount - 1);
  if (before > 0) await use(walk, before);
  for (let step = 1; step <= steps; step += 1) {
    const { state } = await takeAndFinish(walk);
    expect(state?.left).toBe(amount - 1 + (steps - step) * amount);
  }
  return await expectRefused(walk);
}

async function expectUnused(walk: Walk): Promise<void> {
  const state = await readLimit(walk);
  if (!state) return;
  const { allowance, scope } = walk.limit;
  const isPerCharacter = scope === 'character';
  expect(state).toMatchObject({
    allowance,
    used: isPerCharacter ? null : 0,
    left: isPerCharacter ? null : allowance,
  });
}

async function expectUsed(walk: Walk, amount: number): Promise<void> {
  const state = await readLimit(walk);
  if (!state) return;
  const { allowance, scope } = walk.limit;
  if (scope === 'character') {
    const { rows } = await walk.moment.db.query('select id from characters where slug = $1', [
      walk.character,
    ]);
    expect(state.used_by_character).toEqual({ [rows[0].id]: amount });
  } else {
    const { window_kind, window_seconds } = walk.limit;
    expect(state).toMatchObject({ used: amount, left: allowance - amount });
    expect(state.resets_at && Date.parse(state.resets_at)).toBe(
      window_kind === 'rolling'
        ? walk.moment.now + (amount / allowance) * window_seconds * 1000
        : windowEnd(walk.limit, walk.moment.now),
    );
  }
}

const usedUp = (walk: Walk) => walk.limit.allowance - (amountOfTake(walk) - 1);

const WALKS: Record<Limit['window_kind'], (walk: Walk) => Promise<void>> = {
  async rolling(walk) {
    const { allowance, window_seconds } = walk.limit;
    const retryAfter = await walkToRefusal(walk);
    await expectUsed(walk, allowance);
    if (retryAfter > 1) {
      await passSeconds(walk.moment, retryAfter - 1);
      // The bucket is a float: where a second is all that lacks, two may be told.
      expect([1, 2]).toContain(JSON.parse((await refusalOf(take(walk))).details).retry_after);
    }
    await passSeconds(walk.moment, 1);
    const open = Math.floor((retryAfter * allowance) / window_seconds);
    if (open > 1) await use(walk, open - 1);
    await takeAndFinish(walk);
    expect((await refusalOf(take(walk))).message).toBe('rate_limited');

    await passSeconds(walk.moment, window_seconds);
    await expectUnused(walk);
    await walkToRefusal(walk);
    await passSeconds(walk.moment, window_seconds);
    await finish(walk, await take(walk), { state: 'failed' });
    await expectUsed(walk, 1);
  },

  async day(walk) {
    await walkToRefusal(walk);
    await expectUsed(walk, usedUp(walk));
    await passCalendar(walk.moment, 'day');
    await expectUnused(walk);
    await walkToRefusal(walk);
  },

  async month(walk) {
    await walkToRefusal(walk);
    await expectUsed(walk, usedUp(walk));
    await passCalendar(walk.moment, 'day');
    await expectRefused(walk);
    await passCalendar(walk.moment, 'month');
    await expectUnused(walk);
    await walkToRefusal(walk);
  },

  async ever(walk) {
    await walkToRefusal(walk);
    await expectUsed(walk, walk.limit.allowance);
    await passSeconds(walk.moment, 10 * 365 * DAY_S);
    await passCalendar(walk.moment, 'day');
    await passCalendar(walk.moment, 'month');
    await walk.moment.db.query('select private.prune_limits()');
    await expectRefused(walk);
  },

  async at_once(walk) {
    const { allowance } = walk.limit;
    await expectUnused(walk);
    const open = [];
    for (let used = 1; used <= allowance; used += 1) {
      open.push(await take(walk));
      await expectUsed(walk, used);
    }
    await expectRefused(walk);
    for (const state of ['complete', 'stopped', 'interrupted', 'failed']) {
      const oldest = open.shift();
      if (oldest) await finish(walk, oldest, { state });
      await expectUsed(walk, allowance - 1);
      open.push(await take(walk));
      await expectRefused(walk);
    }
    for (const each of open) await finish(walk, each);
    await expectUnused(walk);
  },

  async kept(walk) {
    for (let used = 1; used <= walk.limit.allowance; used += 1) {
      expect((await take(walk)).state?.used).toBe(used);
    }
    await expectRefused(walk);
    await walk.moment.db.query(
      `update public.characters set status = 'archived'
       where id = (select id from public.characters where owner_id = $1 limit 1)`,
      [walk.user],
    );
    await expectUsed(walk, walk.limit.allowance - 1);
    await take(walk);
    await expectRefused(walk);
  },

  async request(walk) {
    const { allowance } = walk.limit;
    for (const units of [allowance, allowance, 1]) await take(walk, { units });
    await expectUnused(walk);
    const refusal = told(walk, await refusalOf(take(walk, { units: allowance + 1 })));
    expect(refusal).toEqual(expectedRefusal(walk));
  },
};

describe.each(CATALOGS.map((catalog) => ({ name: catalog.name, catalog })))(
  '$name',
  ({ catalog }) => {
    beforeAll(() => applyCatalog(database.pool, catalog));
    const limits = limitsOf(catalog);
    const ending = limits.filter(
      ({ limit: { window_kind, meter } }) =>
        ['day', 'month', 'ever'].includes(window_kind) && !['uploads', 'cashouts'].includes(meter),
    );

    it.each(limits)('to the first refusal and back: $title', async (planLimit) => {
      await atOneMoment(database.pool, async (moment) => {
        const walk = await startWalk(moment, planLimit);
        await expectUnused(walk);
        await WALKS[planLimit.limit.window_kind](walk);
      });
    });

    if (ending.length > 0) {
      it.each(ending)('what failed is given back: $title', async (planLimit) => {
        await atOneMoment(database.pool, async (moment) => {
          const walk = await startWalk(moment, planLimit);
          const [amount, tokens] = [amountOfTake(walk), 12];
          const before = planLimit.limit.allowance - amount;
          await use(walk, before);
          const last = await take(walk);
          await expectUsed(walk, before + amount);
          await refusalOf(take(walk));
          await finish(walk, last, { state: 'failed' });
          await expectUsed(walk, before);
          await finish(walk, last, { state: 'complete' });
          await expectUsed(walk, before);
          await finish(walk, await take(walk), { tokens });
          await expectUsed(walk, before + (planLimit.limit.meter === 'tokens' ? tokens : amount));
        });
      });

      it.each(ending)('what failed after it was seen counts: $title', async (planLimit) => {
        await atOneMoment(database.pool, async (moment) => {
          const walk = await startWalk(moment, planLimit);
          const taken = await take(walk);
          if (!taken.turn) return;
          await finish(walk, taken, { state: 'failed', tokens: 12, isSeen: true });
          await expectUsed(walk, planLimit.limit.meter === 'tokens' ? 12 : amountOfTake(walk));
        });
      });
    }
  },
);
