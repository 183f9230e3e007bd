// character-tests: an admin tries what a character answers.
import { beforeAll, expect, inject, it } from 'vitest';
import type { CharacterTestAnswer } from '../../shared/contracts/character-tests.ts';
import type { ErrorBody } from '../../shared/errors.ts';
import { createCharacter } from '../support/chat.ts';
import { createPerson, creditsOf, type Person } from '../support/person.ts';
import { sql } from '../support/sql.ts';

let admin: Person;
let draft: { id: string };

beforeAll(async () => {
  [admin, draft] = await Promise.all([
    createPerson({ isAdmin: true }),
    createCharacter({ status: 'draft' }),
  ]);
});

function tryOut(person: Person | undefined, id: string, body: unknown): Promise<Response> {
  return fetch(`${inject('stack').apiUrl}/functions/v1/admin/characters/${id}/test`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(person ? { authorization: `Bearer ${person.token}` } : {}),
    },
    body: JSON.stringify(body),
  });
}

async function codeOf(response: Response): Promise<[number, string]> {
  return [response.status, ((await response.json()) as ErrorBody).error.code];
}

it('answers as the draft would, for nothing, and leaves its trace', async () => {
  const before = await creditsOf(admin.id);
  const response = await tryOut(admin, draft.id, { text: 'Who are you?' });
  const answer = (await response.json()) as CharacterTestAnswer;
  expect(response.status).toBe(200);
  expect(answer.text).toContain('I am Testa');
  expect(answer.system_prompt).toContain('You are Testa');
  expect(answer.output_tokens).toBeGreaterThan(0);
  expect(await creditsOf(admin.id)).toEqual(before);
  const usage = await sql`
    select character_id, credits, cost_micros > 0 as has_cost from private.usage_record
    where user_id = ${admin.id} and action = 'character_test'`;
  expect(usage).toEqual([{ character_id: draft.id, credits: 0, has_cost: true }]);
  const audited = await sql`
    select from public.audit_log where admin_id = ${admin.id} and subject = ${draft.id}`;
  expect(audited.length).toBeGreaterThan(0);
});

it('says that a provider is down', async () => {
  const response = await tryOut(admin, draft.id, { text: 'Hello [[status=500]]' });
  expect(await codeOf(response)).toEqual([503, 'provider_unavailable']);
});

it.each<[string, () => Promise<Response>, number, string]>([
  [
    'a person who is no admin',
    async () => tryOut(await createPerson(), draft.id, { text: 'Hi' }),
    403,
    'admin_required',
  ],
  ['a visitor', () => tryOut(undefined, draft.id, { text: 'Hi' }), 401, 'unauthenticated'],
  [
    'a character that is not there',
    () => tryOut(admin, crypto.randomUUID(), { text: 'Hi' }),
    404,
    'character_not_found',
  ],
  ['no uuid', () => tryOut(admin, 'x', { text: 'Hi' }), 404, 'character_not_found'],
  ['a blank text', () => tryOut(admin, draft.id, { text: ' ' }), 400, 'invalid_request'],
])('%s is refused', async (_, ask, status, code) => {
  expect(await codeOf(await ask())).toEqual([status, code]);
});
