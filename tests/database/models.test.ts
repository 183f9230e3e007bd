// models: every model that has a price for tokens and can chat is in the table, with its provider.
import { expect, it } from 'vitest';
import { providerName } from '../../shared/contracts/providers.ts';
import { createPerson } from '../support/person.ts';
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
