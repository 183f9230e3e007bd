// models: every model that has a price for tokens and can chat is in the table, with its provider.
import { describe, expect, it } from 'vitest';
import { providerName } from '../../shared/contracts/providers.ts';
import type { Json } from '../../shared/database.types.ts';
import { createAdmin } from '../support/admin.ts';
import { createAskedModel, giveFallbacks } from '../support/fallbacks.ts';
import { createPerson, type Person } from '../support/person.ts';
import { sql, sqlOne } from '../support/sql.ts';

/** Priced by tokens too, but for sound, pictures or vectors, or what a person has tuned. */
const NO_CHAT = /^ft:|image|realtime|tts|transcribe|embedding|moderation/;

/** Models and prices that other tests add have these names. */
const OF_TESTS = /^(matrix|model)-/;

const ours = providerName.options.filter((provider) => provider !== 'compatible');

it('every priced model that can chat is offered by the provider that asks the price', async () => {
  const priced = await sql<{ id: string; provider: string }>`
    select distinct model as id, provider from private.model_price
    where input_micros is not null and provider = any (${ours})`;
  const offered = await sql<{ id: string; provider: string }>`
    select id, provider from public.models where state = 'offered' and provider = any (${ours})`;
  const named = (rows: { id: string; provider: string }[]) =>
    rows
      .filter(({ id }) => !OF_TESTS.test(id))
      .map(({ id, provider }) => `${provider} ${id}`)
      .sort();
  expect(named(offered)).toEqual(named(priced.filter(({ id }) => !NO_CHAT.test(id))));
});

it('the providers are those of the contract', async () => {
  const { definition } = await sqlOne<{ definition: string }>`
    select pg_get_constraintdef(oid) as definition
    from pg_constraint where conname = 'models_provider_check'`;
  const names = [...definition.matchAll(/'(\w+)'::text/g)].map(([, name]) => name);
  expect(names.sort()).toEqual([...providerName.options].sort());
});

it('a model that is not known is served by openai', async () => {
  const served = await sqlOne<{ known: string; unknown: string }>`
    select private.provider_of('claude-haiku-4-5') as known,
      private.provider_of('llama-at-home-2') as unknown`;
  expect(served).toEqual({ known: 'anthropic', unknown: 'openai' });
});

it('everyone reads the models; nobody but the service changes them', async () => {
  const { client } = await createPerson();
  const { data } = await client.from('models').select('id').eq('provider', 'google').limit(1);
  expect(data).toHaveLength(1);
  const { error } = await client.from('models').update({ state: 'retired' }).eq('id', 'gpt-5');
  expect(error?.code).toBe('42501');
});

describe('the fallbacks of a model', () => {
  const list = [{ model: 'claude-haiku-4-5', may_continue: true }, { model: 'gemini-2.5-flash' }];
  const set = ({ client }: Person, model: string, fallbacks: Json = list) =>
    client.rpc('set_model_fallbacks', { p_model: model, p_fallbacks: fallbacks });
  const read = ({ client }: Person, model: string) =>
    client.from('model_fallbacks').select('fallback, may_continue').eq('model', model);

  it('are set and read by admins, with a line in the audit log', async () => {
    const admin = await createAdmin();
    const model = await createAskedModel();
    expect((await set(admin, model)).error).toBeNull();
    expect((await read(admin, model).order('place')).data).toEqual([
      { fallback: 'claude-haiku-4-5', may_continue: true },
      { fallback: 'gemini-2.5-flash', may_continue: false },
    ]);
    const { data } = await admin.client
      .from('audit_log')
      .select('action, details')
      .eq('subject', model);
    expect(data).toEqual([{ action: 'set_model_fallbacks', details: { fallbacks: list } }]);
    expect((await set(admin, model, [])).error).toBeNull();
    expect((await read(admin, model)).data).toEqual([]);
  });

  it('are not for others to set or to see', async () => {
    const model = await createAskedModel();
    await giveFallbacks(model, list);
    const person = await createPerson();
    expect((await set(person, model, [])).error?.code).toBe('PT403');
    expect((await read(person, model)).data).toEqual([]);
    expect(await sql`select from public.model_fallbacks where model = ${model}`).toHaveLength(2);
  });

  it('set by two admins at once are one of the two lists', async () => {
    const model = await createAskedModel();
    const [one, other] = await Promise.all([createAdmin(), createAdmin()]);
    const results = await Promise.all([
      set(one, model, list),
      set(other, model, [{ model: 'gpt-4.1' }]),
    ]);
    expect(results.map(({ error }) => error)).toEqual([null, null]);
    expect([1, 2]).toContain((await read(one, model)).data?.length);
  });
});
