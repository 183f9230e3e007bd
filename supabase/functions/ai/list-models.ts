// list-models: what a caller may ask, in the form of OpenAI's list of models.
import { type ReadableModel, readableModels } from '../../../shared/contracts/completions.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Caller, KeyHolder } from '../_shared/authenticate.ts';
import { callSql } from '../_shared/database.ts';
import { isProviderOn } from '../_shared/providers.ts';

/** The models of the caller's plan whose provider is on. */
export async function listModels(caller: Caller | KeyHolder) {
  const who = 'userId' in caller ? { p_user_id: caller.userId } : { p_key_hash: caller.keyHash };
  const models = await callSql('read_models', who, readableModels);
  return models.filter(({ provider }) => isProviderOn(provider)).map(asOpenaiModel);
}

/** One of them; throws `model_not_found`. */
export async function requireModel(caller: Caller | KeyHolder, id: string) {
  const model = (await listModels(caller)).find((each) => each.id === id);
  if (!model) throw new AppError('model_not_found', { details: { model: id } });
  return model;
}

/** When a model was made is not known here, but clients expect a number. */
function asOpenaiModel({ provider, ...model }: ReadableModel) {
  return { ...model, object: 'model', created: 0, owned_by: provider };
}
