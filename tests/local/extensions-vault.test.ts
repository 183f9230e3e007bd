// supabase_vault's stand-in: secrets that are encrypted in their table and closed to API users.
import { describe, expect, test } from 'vitest';
import { startTestDatabase } from './database-fixture.ts';

const database = await startTestDatabase();
const run = (statement: string, values?: unknown[]) => database.as('postgres', statement, values);

test('a secret is read back by its name, and is not plain in its table', async () => {
  await run(`select vault.create_secret('open sesame', 'door', 'the front door')`);
  expect(
    await run(`select name, description, decrypted_secret, key_id from vault.decrypted_secrets`),
  ).toEqual([
    { name: 'door', description: 'the front door', decrypted_secret: 'open sesame', key_id: null },
  ]);
  const [row] = await run('select secret, id::text from vault.secrets');
  expect(Buffer.from(row?.secret, 'base64').toString('latin1')).not.toContain('sesame');
  await expect(run(`select vault.create_secret('other', 'door')`)).rejects.toMatchObject({
    code: '23505',
  });
});

test('a secret is changed in part', async () => {
  const [row] = await run(`select vault.create_secret('one') as id`);
  await run(`select vault.update_secret($1, new_name => 'named')`, [row?.id]);
  await run(`select vault.update_secret($1, 'two', new_description => 'second')`, [row?.id]);
  expect(
    await run(
      'select name, description, decrypted_secret from vault.decrypted_secrets where id = $1',
      [row?.id],
    ),
  ).toEqual([{ name: 'named', description: 'second', decrypted_secret: 'two' }]);
  await run('delete from vault.secrets where id = $1', [row?.id]);
});

describe('vault', () => {
  test('a ciphertext moved to another row cannot be read', async () => {
    await run(`select vault.create_secret('mine', 'mine'), vault.create_secret('yours', 'yours')`);
    await database.as(
      'supabase_admin',
      `update vault.secrets set secret = (select secret from vault.secrets where name = 'mine')
       where name = 'yours'`,
    );
    await expect(
      run(`select decrypted_secret from vault.decrypted_secrets where name = 'yours'`),
    ).rejects.toThrow('Wrong key or corrupt data');
    await run(`delete from vault.secrets where name in ('mine', 'yours')`);
  });

  test('service_role may use it', async () => {
    await database.asApi('service_role', `select vault.create_secret('api', 'api')`);
    expect(
      await database.asApi(
        'service_role',
        `select decrypted_secret from vault.decrypted_secrets where name = 'api'`,
      ),
    ).toEqual([{ decrypted_secret: 'api' }]);
  });

  test.each(['anon', 'authenticated'])('%s may not even look', async (role) => {
    await expect(database.asApi(role, 'table vault.decrypted_secrets')).rejects.toThrow(
      'permission denied for schema vault',
    );
    await expect(database.asApi(role, `select vault.create_secret('x')`)).rejects.toThrow(
      'permission denied for schema vault',
    );
  });

  test('postgres may not write secrets by hand', async () => {
    await expect(run(`insert into vault.secrets (secret) values ('plain')`)).rejects.toThrow(
      'permission denied for table secrets',
    );
  });

  test('may be asked for again by a migration', async () => {
    await run('create extension if not exists supabase_vault with schema vault');
    await run('create extension if not exists supabase_vault cascade');
  });
});
