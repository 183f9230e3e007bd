// moderation-rules: how the moderation of a catalog comes into force.
import { beforeAll, describe, expect, it } from 'vitest';
import { applyCatalog } from '../../scripts/catalog/apply-catalog.ts';
import { catalogNames, readCatalog } from '../../scripts/catalog/read-catalog.ts';
import type { Catalog } from '../../shared/contracts/catalog.ts';
import { moderationCategories } from '../../shared/contracts/moderation.ts';
import { applyModeration } from '../support/moderated-catalog.ts';
import { ownDatabase } from '../support/own-database.ts';
import { begin, makeCharacter, makePerson, overSql, refusalOf } from '../support/turn.ts';

const database = ownDatabase({ connections: 3 });
let character: string;

beforeAll(async () => {
  character = await makeCharacter(database.pool, { price: 10 });
});

/** What a turn that begins now is moderated by. */
async function rulesNow(): Promise<unknown> {
  const user = await makePerson(database.pool, 10);
  const turn = await begin(overSql(database.service), { user, character });
  return (turn as typeof turn & { moderation?: unknown }).moderation;
}

const apply = (moderation: Partial<Catalog['moderation']>) =>
  applyModeration(database.adminUrl, moderation);

const FROG = { category: 'frogs', direction: 'both', kind: 'words', content: 'frog' } as const;

describe('the rules in force', () => {
  it.each(catalogNames())('are those of %s once it is applied', async (name) => {
    const { moderation } = await readCatalog(name);
    await applyCatalog(await readCatalog(name), database.adminUrl);
    const { on_failure, input, output } = moderation;
    expect(await rulesNow()).toEqual({ on_failure, input, output });
    expect(Object.keys(output)).toContain('sexual/minors');
  });

  it('are the next catalog’s alone, but for the patterns that admins added', async () => {
    await apply({ patterns: [{ ...FROG, action: 'flag' }], input: { hate: { block: 0.5 } } });
    await database.pool.query(`
      insert into private.moderation_pattern
        (category, direction, kind, content, action, source)
      values ('newts', 'input', 'words', 'newt', 'flag', 'admin')`);
    await apply({ output: { hate: { flag: 0.5, block: 1 } }, on_failure: 'closed' });
    expect(await rulesNow()).toEqual({
      on_failure: 'closed',
      input: {},
      output: { hate: { flag: 0.5, block: 1 } },
    });
    const { rows } = await database.pool.query(
      'select category from private.moderation_pattern where true',
    );
    expect(rows).toEqual([{ category: 'newts' }]);
  });

  it('are refused with a bad pattern, all or nothing', async () => {
    await apply({ input: { hate: { flag: 0.9 } } });
    const bad = { ...FROG, kind: 'regex', content: '(a)\\1', action: 'flag' } as const;
    const applied = apply({ patterns: [bad], input: { hate: { flag: 0.1 } } });
    expect(await refusalOf(applied)).toMatchObject({ code: 'PT400', message: 'invalid_pattern' });
    expect(await rulesNow()).toMatchObject({ input: { hate: { flag: 0.9 } } });
  });

  it('name the categories of the contract', async () => {
    const { rows } = await database.pool.query(`
      select pg_get_constraintdef(oid) as definition from pg_constraint
      where conname = 'moderation_threshold_category_check'`);
    const named = [...rows[0].definition.matchAll(/'([^']+)'::text/g)].map(([, name]) => name);
    expect(named.sort()).toEqual([...moderationCategories].sort());
  });
});
