// catalog: which product this project runs.
//   npm run catalog -- list | show NAME | apply NAME [--db-url URL]
// The database is the local stack's unless --db-url names another, as role postgres.
// Ends with 1 when it could not be done, with 2 when it was asked for wrongly.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readConfig } from '../local/config.ts';
import { databaseUrl } from '../local/database/database-url.ts';
import { appliedCatalog } from './catalog/applied-catalog.ts';
import { applyCatalog } from './catalog/apply-catalog.ts';
import { formatCatalog } from './catalog/format-catalog.ts';
import { formatList } from './catalog/format-list.ts';
import { catalogNames, readCatalog } from './catalog/read-catalog.ts';

const USAGE = 'npm run catalog -- list | show NAME | apply NAME [--db-url URL]';

interface Wish {
  command: 'list' | 'show' | 'apply';
  name: string;
  url: string | undefined;
}

const wish = readWish();
if (!wish) {
  console.error(USAGE);
  process.exit(2);
}
try {
  await fulfil(wish);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

/** What was asked for; nothing when that makes no sense. */
function readWish(): Wish | undefined {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { 'db-url': { type: 'string' } },
    });
    const [command, name = '', ...more] = positionals;
    const url = values['db-url'];
    if (
      more.length > 0 ||
      (url !== undefined && !/^postgres(ql)?:$/.test(URL.parse(url)?.protocol ?? '-'))
    )
      return;
    if (command === 'list' && name === '') return { command, name, url };
    if ((command === 'show' || command === 'apply') && name !== '') return { command, name, url };
    return;
  } catch (error) {
    if (error instanceof TypeError) return;
    throw error;
  }
}

async function fulfil({ command, name, url: given }: Wish): Promise<void> {
  if (command === 'show') return console.log(formatCatalog(await readCatalog(name)));
  const url = given ?? databaseUrl((await readConfig(join(import.meta.dirname, '..'))).db.port);
  if (command === 'list') return list(url);
  return apply(name, url);
}

async function apply(name: string, url: string): Promise<void> {
  const catalog = await readCatalog(name);
  const isChanged = await applyCatalog(catalog, url);
  const { plans, credit_packs, prices } = catalog;
  const planNames = plans.map((plan) => plan.name).join(', ');
  console.log(
    isChanged
      ? `${name} is applied: ${plans.length} plans (${planNames}), ` +
          `${credit_packs.length} credit packs, ${prices.length} prices of actions.`
      : `${name} is already applied, nothing changed.`,
  );
}

/** Also without a database: then it says that what is applied is not known. */
async function list(url: string): Promise<void> {
  const catalogs = await Promise.all(catalogNames().map((name) => readCatalog(name)));
  try {
    const applied = await appliedCatalog(url, catalogs);
    console.log(formatList(catalogs, applied));
    if (!catalogs.some(({ name }) => name === applied.name)) {
      console.log(`\nApplied is ${applied.name}, which is none of these.`);
    }
  } catch (error) {
    console.log(formatList(catalogs, undefined));
    console.log(`\nWhich one is applied is not known. ${(error as Error).message}`);
  }
}
