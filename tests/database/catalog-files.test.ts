// catalog-files: the contract of a catalog, and that every file of catalogs/ keeps it.
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catalogNames, readCatalog } from '../../scripts/catalog/read-catalog.ts';
import type { CatalogFile } from '../../shared/contracts/catalog.ts';

const CATALOGS = join(import.meta.dirname, '..', '..', 'catalogs');
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-catalogs-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Reads a copy of miky.json with one thing changed, as an operator may. */
async function readChanged(change: (file: CatalogFile) => unknown): Promise<unknown> {
  const file = JSON.parse(readFileSync(join(CATALOGS, 'miky.json'), 'utf8')) as CatalogFile;
  change(file);
  await writeFile(join(folder, 'miky.json'), JSON.stringify(file));
  return readCatalog('miky', folder);
}

/** A part of the file that is there and may be made wrong. */
function first<T>(parts: T[] | undefined): T {
  const [part] = parts ?? [];
  if (!part) throw new Error('The file has no such part.');
  return part;
}

describe('a catalog', () => {
  it('there is one for each of the five products', () => {
    expect(catalogNames()).toEqual(['creative-muse', 'flowmatik', 'messaging', 'miky', 'mirai']);
  });

  it.each(catalogNames())('%s can be applied: its file keeps the contract', async (name) => {
    expect(await readCatalog(name)).toMatchObject({ name, currency: 'USD' });
  });

  it('says limits as windows that the database counts', async () => {
    const { plans } = await readCatalog('creative-muse');
    expect(plans[0]?.limits).toEqual([
      { meter: 'ideas', allowance: 1, scope: 'user', window_kind: 'request', window_seconds: 0 },
      { meter: 'ideas', allowance: 10, scope: 'user', window_kind: 'day', window_seconds: 0 },
      {
        meter: 'requests',
        allowance: 60,
        scope: 'user',
        window_kind: 'rolling',
        window_seconds: 60,
      },
      {
        meter: 'requests',
        allowance: 300,
        scope: 'ip',
        window_kind: 'rolling',
        window_seconds: 900,
      },
      { meter: 'streams', allowance: 1, scope: 'user', window_kind: 'at_once', window_seconds: 0 },
      {
        meter: 'uploads',
        allowance: 10,
        scope: 'user',
        window_kind: 'rolling',
        window_seconds: 3600,
      },
    ]);
  });
});

describe('an operator who applies a file gets a sentence', () => {
  const MISTAKES: [string, (file: CatalogFile) => unknown, string][] = [
    [
      'a plan twice',
      ({ plans }) => plans.push({ ...first(plans), rank: 99 }),
      'plans: two have one slug',
    ],
    [
      'two plans of one rank',
      ({ plans }) => plans.push({ ...first(plans), slug: 'other' }),
      'two have one rank',
    ],
    [
      'two free plans',
      ({ plans }) => plans.push({ ...first(plans), slug: 'other', rank: 99 }),
      'plans: exactly one plan is free',
    ],
    ['no free plan', ({ plans }) => plans.shift(), 'plans: exactly one plan is free'],
    [
      'no plan',
      (file) => {
        file.plans = [];
      },
      'plans: ',
    ],
    [
      'no default price of characters',
      ({ characters }) => delete characters.default,
      'characters: no default',
    ],
    [
      'an unknown feature',
      ({ plans }) => Object.assign(first(plans), { features: ['flying'] }),
      'plans.0.features.0: Invalid option',
    ],
    [
      'an unknown meter',
      ({ plans }) => Object.assign(first(first(plans).limits), { meter: 'smiles' }),
      'plans.0.limits.0.meter: Invalid option',
    ],
    [
      'an action that cannot be paid for',
      ({ prices }) => Object.assign(first(prices), { action: 'chat' }),
      'prices.0.action: Invalid option',
    ],
    [
      'a word too much',
      (file) => Object.assign(file, { colour: 'red' }),
      'Unrecognized key: "colour"',
    ],
    ['an action twice', ({ prices }) => prices.push(first(prices)), 'prices: one action twice'],
    [
      'a pack twice',
      ({ credit_packs }) => credit_packs?.push(first(credit_packs)),
      'credit_packs: one slug twice',
    ],
    [
      'a limit twice',
      ({ plans }) => first(plans).limits?.push({ ...first(first(plans).limits), allowance: 7 }),
      'plans: free: a limit is there twice',
    ],
    [
      'a limit of an address by the day',
      ({ plans }) =>
        first(plans).limits?.push({ meter: 'requests', allowance: 1, per: 'day', scope: 'ip' }),
      'an ip takes rolling windows only',
    ],
    [
      'a limit of a character in a rolling window',
      ({ plans }) =>
        first(plans).limits?.push({
          meter: 'messages',
          allowance: 1,
          per: 'hour',
          scope: 'character',
        }),
      'a character day, month or ever',
    ],
    [
      'streams by the minute',
      ({ plans }) => first(plans).limits?.push({ meter: 'streams', allowance: 1, per: 'minute' }),
      'streams are limited at once',
    ],
    [
      'own characters by the day',
      ({ plans }) =>
        first(plans).limits?.push({ meter: 'own_characters', allowance: 1, per: 'day' }),
      'own characters are limited by how many are kept',
    ],
    [
      'own characters without a price',
      ({ plans }) => Object.assign(first(plans), { features: ['own_characters'] }),
      'own_characters: no price',
    ],
    [
      'a window that nobody knows',
      ({ plans }) =>
        first(plans).limits?.push({ meter: 'messages', allowance: 1, per: 'fortnight' }),
      'plans.0.limits.5.per: Invalid string',
    ],
    [
      'a pass without an end',
      ({ plans }) => Object.assign(first(plans), { price: { billing: 'once', amount_cents: 700 } }),
      'plans.0.price.pass_days: ',
    ],
    [
      'another name than its file',
      (file) => {
        file.name = 'other';
      },
      'name: it is other',
    ],
  ];

  it.each(MISTAKES)('for %s', async (_, change, sentence) => {
    const refused = await readChanged(change).catch((error: Error) => error.message);
    expect(refused).toMatch(/^catalogs\/miky\.json is not valid: .+\.$/);
    expect(refused).toContain(sentence);
  });

  const AMOUNTS: [string, (file: CatalogFile, amount: number) => unknown][] = [
    ['credits of a plan', ({ plans }, credits) => Object.assign(first(plans), { credits })],
    [
      'a price of a plan',
      ({ plans }, amount_cents) => Object.assign(plans[1]?.price ?? {}, { amount_cents }),
    ],
    [
      'an allowance',
      ({ plans }, allowance) => Object.assign(first(first(plans).limits), { allowance }),
    ],
    ['a pack', ({ credit_packs }, credits) => Object.assign(first(credit_packs), { credits })],
    ['a price of an action', ({ prices }, credits) => Object.assign(prices[1] ?? {}, { credits })],
    [
      'a price of an answer',
      ({ characters }, credits) => Object.assign(characters.default ?? {}, { credits }),
    ],
    [
      'the worth of a credit',
      (file, amount) => {
        file.credit_value_micros = amount;
      },
    ],
    [
      'the markup',
      (file, amount) => {
        file.markup_percent = amount;
      },
    ],
  ];

  it.each(AMOUNTS)('for %s below zero, huge, or not whole', async (_, change) => {
    for (const amount of [-1, 10 ** 15, 1.5, Number.NaN]) {
      await expect(readChanged((file) => change(file, amount))).rejects.toThrow('is not valid: ');
    }
  });

  it('for a file that is not JSON', async () => {
    await writeFile(join(folder, 'broken.json'), '{ "name": ');
    await expect(readCatalog('broken', folder)).rejects.toThrow(
      'catalogs/broken.json is not JSON: ',
    );
  });

  it('for a name that there is not, also one that leads elsewhere', async () => {
    for (const name of ['nobody', '../package', '']) {
      await expect(readCatalog(name)).rejects.toThrow(
        `There is no catalog ${name}; there are creative-muse, flowmatik, messaging, miky, mirai.`,
      );
    }
  });
});
