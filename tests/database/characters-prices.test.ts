// characters-prices: what the characters cost that people make, under each catalog.
import { describe, expect, it } from 'vitest';
import { catalogNames, readCatalog } from '../../scripts/catalog/read-catalog.ts';
import { ownDatabase } from '../support/own-database.ts';
import { makePerson } from '../support/turn.ts';

const database = ownDatabase({ connections: 2 });

/** Price and audience of a person's own character, made before the catalog is applied. */
async function priceUnder(name: string, slug: string) {
  const owner = await makePerson(database.pool, 0);
  const { rows } = await database.pool.query(
    `insert into public.characters (owner_id, slug, name, tagline, greeting, category, model,
       credit_price)
     values ($1, $2, 'Own', 'Own.', 'Hello.', 'test', 'none', 99) returning id`,
    [owner, slug],
  );
  await database.pool.query('delete from public.memberships');
  await database.pool.query('select private.apply_catalog($1)', [
    JSON.stringify(await readCatalog(name)),
  ]);
  const priced = await database.pool.query(
    `delete from public.characters where id = $1
     returning pricing, credit_price as credits, is_premium as premium`,
    [rows[0].id],
  );
  return priced.rows[0];
}

describe.each(catalogNames())('under %s', (name) => {
  it('an own character costs what is asked for own ones, else the default', async () => {
    const { own_characters, characters } = await readCatalog(name);
    const price = own_characters ?? characters.default;
    expect(await priceUnder(name, `own-${name}`)).toEqual({ credits: 0, ...price });
  });
});

it('own characters are metered where a plan has them: their makers choose the model', async () => {
  expect((await readCatalog('mirai')).own_characters).toMatchObject({ pricing: 'metered' });
});
