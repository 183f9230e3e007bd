// fallbacks: models that are asked for, and those that answer instead.
import { sql, sqlOne } from './sql.ts';
import { readJournal } from './upstream-journal.ts';

/** A new model of SiliconFlow's stand-in, with a price; retired, so that no list shows it. */
export async function createAskedModel(
  options: { contextTokens?: number; maxOutputTokens?: number } = {},
): Promise<string> {
  const { contextTokens = 32_768, maxOutputTokens = 8_192 } = options;
  const id = `model-${crypto.randomUUID()}/asked`;
  await sql`
    insert into public.models (id, provider, name, context_tokens, max_output_tokens, state)
    values (${id}, 'siliconflow', 'Asked', ${contextTokens}, ${maxOutputTokens}, 'retired')`;
  await sql`
    insert into private.model_price (provider, model, valid_from, input_micros, output_micros)
    values ('siliconflow', ${id}, '2026-01-01', 300000, 900000)`;
  return id;
}

/** Sets who answers instead, as an operator's migration does. */
export async function giveFallbacks(
  model: string,
  fallbacks: { model: string; may_continue?: boolean }[],
): Promise<void> {
  await sqlOne`select private.put_model_fallbacks(${model}, ${JSON.stringify(fallbacks)}::jsonb)`;
}

/** The providers that were asked a question, in their order. */
export async function chainOf(question: string): Promise<string[]> {
  const asked = await readJournal({ contains: question });
  return asked.map(({ provider }) => provider);
}
