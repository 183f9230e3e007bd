// catalog-command: npm run catalog as an operator types it, against a database of its own.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../local/ports.ts';
import { ownDatabase } from '../support/own-database.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const database = ownDatabase({ connections: 2 });

interface Outcome {
  code: number | null;
  out: string;
  problem: string;
}

async function catalog(...args: string[]): Promise<Outcome> {
  const child = spawn(process.execPath, [join(ROOT, 'scripts', 'catalog.ts'), ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [out, problem, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, out, problem };
}

/** The same, told which database. */
function catalogHere(...args: string[]): Promise<Outcome> {
  return catalog(...args, '--db-url', database.pool.options.connectionString ?? '');
}

beforeAll(async () => {
  // The demonstration account's plan would keep its catalog in place.
  await database.pool.query('delete from public.memberships');
});

describe('npm run catalog', () => {
  it('list: every plan of every catalog, and which one the database has', async () => {
    await catalogHere('apply', 'mirai');
    const { code, out } = await catalogHere('list');
    expect(code).toBe(0);
    expect(out).toMatch(/miky +Miky +Free +free +100\n +Plus +\$19 a month +1,000\n/);
    expect(out).toMatch(/messaging .+\n +Premium +\$7 for 15 days +-\n/);
    expect(out.split('\n').filter((line) => line.endsWith('applied'))).toEqual([
      expect.stringContaining('mirai'),
    ]);
  });

  it('list: also without a database', async () => {
    const nowhere = `postgres://postgres:secret@127.0.0.1:${await freePort()}/postgres`;
    const { code, out } = await catalog('list', '--db-url', nowhere);
    expect(code).toBe(0);
    expect(out).toContain('Business    $79 a month');
    expect(out).toMatch(/Which one is applied is not known\. No database answers at 127\.0\.0\.1:/);
    expect(out).not.toContain('secret');
  });

  it('list: says when the applied catalog is not what its file says', async () => {
    await catalogHere('apply', 'mirai');
    await database.pool.query(`update private.catalog set content = '{}'`);
    expect((await catalogHere('list')).out).toContain('applied, and its file has changed since');
  });

  it('show: plans side by side, with what they allow and what things cost', async () => {
    const { code, out } = await catalog('show', 'messaging');
    expect(code).toBe(0);
    expect(out).toMatch(/text messages with a character ever +30 +no limit\n/);
    expect(out).toMatch(/requests in 15 minutes +100 +1,000\n/);
    expect(out).toMatch(/premium galleries +- +yes\n/);
    expect(out).toMatch(/price +free +\$7 for 15 days\n/);
  });

  it('apply: says what it did, and the second time that nothing changed', async () => {
    await catalogHere('apply', 'messaging');
    const [first, second] = [
      await catalogHere('apply', 'miky'),
      await catalogHere('apply', 'miky'),
    ];
    expect(first).toEqual({
      code: 0,
      problem: '',
      out:
        'miky is applied: 3 plans (Free, Plus, Business), 3 credit packs, ' +
        '5 prices of actions.\n',
    });
    expect(second).toEqual({
      code: 0,
      problem: '',
      out: 'miky is already applied, nothing changed.\n',
    });
  });

  it('apply: names the plans that people would lose, and how many they are', async () => {
    await catalogHere('apply', 'flowmatik');
    const plans = ['pro', 'pro', 'starter'];
    for (const plan of plans) {
      const id = crypto.randomUUID();
      const { pool } = database;
      await pool.query('insert into auth.users (id, email) values ($1, $2)', [id, `${id}@a.test`]);
      await pool.query(
        `select private.grant_membership($1::uuid, $2, 'admin', $1::text, now(), null)`,
        [id, plan],
      );
    }
    expect(await catalogHere('apply', 'messaging')).toEqual({
      code: 1,
      out: '',
      problem:
        'messaging is not applied: it lacks plans that people still have: pro (2 people), ' +
        'starter (1 person). Move or end those first.\n',
    });
  });

  it('apply: says in one sentence that no database answers, or that it is not ours', async () => {
    const port = await freePort();
    const { connectionString = '' } = database.pool.options;
    expect(await catalog('apply', 'miky', '--db-url', `postgres://127.0.0.1:${port}/x`)).toEqual({
      code: 1,
      out: '',
      problem:
        `No database answers at 127.0.0.1:${port}: start it with npm start, or name one with ` +
        '--db-url.\n',
    });
    const other = connectionString.replace('/postgres?', '/template1?');
    const { code, problem } = await catalog('apply', 'miky', '--db-url', other);
    expect([code, problem]).toEqual([
      1,
      expect.stringMatching(/^The database at \S+ has no catalog yet: apply the migrations first/),
    ]);
  });

  it('a catalog that there is not: its name, and those there are', async () => {
    for (const command of ['show', 'apply']) {
      expect(await catalog(command, 'nobody')).toEqual({
        code: 1,
        out: '',
        problem:
          'There is no catalog nobody; there are creative-muse, flowmatik, messaging, miky, ' +
          'mirai.\n',
      });
    }
  });

  it.each([
    [],
    ['sell', 'miky'],
    ['apply'],
    ['show', 'miky', 'mirai'],
    ['list', 'miky'],
    ['list', '--colour'],
    ['apply', 'miky', '--db-url', 'https://127.0.0.1/'],
  ])('misuse ends with 2 and the usage: %s %s', async (...args) => {
    expect(await catalog(...args.filter((arg) => arg !== undefined))).toEqual({
      code: 2,
      out: '',
      problem: 'npm run catalog -- list | show NAME | apply NAME [--db-url URL]\n',
    });
  });
});
