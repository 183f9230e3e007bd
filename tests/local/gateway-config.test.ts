// gateway-config: supabase/config.toml and the project's keys.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ProjectConfig, readConfig, verifiesJwt } from '../../local/config.ts';
import { createKeys } from '../../local/keys.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-test-'));
  await mkdir(join(folder, 'supabase'));
});
afterAll(() => rm(folder, { recursive: true }));

async function read(toml: string, env: Record<string, string> = {}): Promise<ProjectConfig> {
  await writeFile(join(folder, 'supabase', 'config.toml'), toml);
  return readConfig(folder, env);
}

describe('config.toml', () => {
  it("has the CLI's defaults", async () => {
    expect(await read('project_id = "x"')).toMatchObject({
      api: { port: 54321, schemas: ['public', 'graphql_public'], max_rows: 1000 },
      auth: { site_url: 'http://127.0.0.1:3000', jwt_expiry: 3600, minimum_password_length: 6 },
      functions: {},
      storage: { file_size_limit: 52_428_800, buckets: {} },
    });
  });

  it('sizes of files are powers of 1024, as the CLI counts', async () => {
    const { storage } = await read(
      'project_id = "x"\n[storage]\nfile_size_limit = "1.5MiB"\n' +
        '[storage.buckets.a]\nfile_size_limit = "2KB"\n[storage.buckets.b]\nfile_size_limit = 7',
    );
    expect(storage).toMatchObject({
      file_size_limit: 1_572_864,
      buckets: { a: { public: false, file_size_limit: 2048 }, b: { file_size_limit: 7 } },
    });
  });

  it('env(X) is the variable, or stays as it is without one', async () => {
    const toml = 'project_id = "env(NAME)"\n[auth]\nadditional_redirect_urls = ["env(OTHER)"]';
    expect(await read(toml, { NAME: 'parley' })).toMatchObject({
      project_id: 'parley',
      auth: { additional_redirect_urls: ['env(OTHER)'] },
    });
  });

  it('a function verifies JWTs unless it says it does not', async () => {
    const config = await read(
      'project_id = "x"\n[functions.open]\nverify_jwt = false\n[functions.a]',
    );
    expect(['open', 'a', 'unnamed'].map((name) => verifiesJwt(config, name))).toEqual([
      false,
      true,
      true,
    ]);
  });

  it.each([
    [
      'every wrong key is named',
      '[api]\nport = "x"\nmax_rows = -1',
      /api\.port: .*; api\.max_rows:/,
    ],
    ['a size', 'project_id="x"\n[storage]\nfile_size_limit="big"', /storage\.file_size_limit/],
    ['no TOML', '[api', /is not valid TOML/],
    ['what is not built', 'project_id="x"\n[auth]\nenable_anonymous_sign_ins=true', /not part of/],
  ])('%s', async (_, toml, message) => {
    await expect(read(toml)).rejects.toThrow(message);
  });

  it('without the file: a sentence', async () => {
    await expect(readConfig('/nowhere')).rejects.toThrow(
      'is this the folder of a Supabase project?',
    );
  });
});

describe('keys', () => {
  it("are the CLI's; legacy keys are JWTs of the secret", async () => {
    const keys = await createKeys();
    expect(keys.publishableKey).toBe('sb_publishable_ACJWlzQHlZjBrEguHvfOxg_3BJgxAaH');
    expect(decodeProtectedHeader(keys.anonKey).alg).toBe('HS256');
    expect([decodeJwt(keys.anonKey), decodeJwt(keys.serviceRoleKey)]).toEqual([
      { iss: 'supabase-demo', role: 'anon', exp: 1983812996 },
      { iss: 'supabase-demo', role: 'service_role', exp: 1983812996 },
    ]);
    await jwtVerify(keys.serviceRoleKey, new TextEncoder().encode(keys.jwtSecret));
  });

  it('a short secret is refused', async () => {
    await expect(createKeys('short')).rejects.toThrow('at least 32 characters');
  });
});
