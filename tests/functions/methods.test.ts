// methods: every address of every function, asked with a method that it does not take.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import type { ErrorBody } from '../../shared/errors.ts';

const FUNCTIONS = join(import.meta.dirname, '../../supabase/functions');

/** Method, function and path of every route, with something for each parameter. */
const routes = globSync('*/index.ts', { cwd: FUNCTIONS }).flatMap((file) => {
  const name = file.split('/')[0] ?? '';
  const source = readFileSync(join(FUNCTIONS, file), 'utf8');
  return [...source.matchAll(/^app\.(get|post|put|patch|delete)\(\s*'([^']*)'/gm)].map(
    ([, method = '', path = '']) => ({
      method: method.toUpperCase(),
      address: `${name}${path === '/' ? '' : path}`.replace(/:\w+(\{[^}]*\})?/g, 'x'),
    }),
  );
});

const ask = (address: string, method: string) =>
  fetch(`${inject('stack').apiUrl}/functions/v1/${address}`, { method });

describe.each([...new Set(routes.map(({ address }) => address))])('%s', (address) => {
  it('answers what it does not take with 405, and says what it does', async () => {
    const methods = routes.filter((it) => it.address === address).map(({ method }) => method);
    const head = methods.includes('GET') ? ['HEAD'] : [];
    const allowed = [...methods, ...head, 'OPTIONS'].sort();
    for (const method of ['GET', 'POST', 'PUT', 'DELETE'].filter((it) => !methods.includes(it))) {
      const answer = await ask(address, method);
      expect([method, answer.status]).toEqual([method, 405]);
      expect(answer.headers.get('allow')).toBe(allowed.join(', '));
      const { error } = (await answer.json()) as ErrorBody;
      expect([error.code, error.details]).toEqual(['method_not_allowed', { allowed }]);
      expect(answer.headers.get('x-request-id')).toBe(error.request_id);
    }
  });
});

it('an address without a route is not found, whatever the method', async () => {
  for (const method of ['GET', 'POST', 'DELETE']) {
    const answer = await ask('chat/one/two/three', method);
    expect([answer.status, answer.headers.get('allow')]).toEqual([404, null]);
    await answer.body?.cancel();
  }
});
