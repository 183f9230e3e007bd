-- begin_completion: an answer of a model without a conversation, over the API or by a person: what
-- must be true before the model is asked, in one call.
-- Callers: the ai function (service role). The answer ends by settle_action; states, charges and
-- lock order: the actions migration.
--
-- Neither questions nor answers are stored, but for an excerpt of what moderation objects to. So a
-- key sent again does not bring the answer again: it is a conflict that tells the receipt. An
-- answer that failed, which cost nothing, is tried again.

create function private.require_completion_model(
  p_model text, p_needs text[], p_input_bytes bigint, p_max_output_tokens bigint)
returns public.models
language plpgsql
stable
set search_path = ''
as $$
declare
  v_model public.models;
  v_missing text[];
begin
  select * into v_model from public.models where id = p_model and state = 'offered';
  if not found then
    raise sqlstate 'PT404' using
      message = 'model_not_found',
      detail = jsonb_build_object('model', p_model)::text,
      hint = format('There is no model %s.', p_model);
  end if;
  v_missing := array(select unnest(p_needs) except select unnest(v_model.capabilities));
  if v_missing <> '{}' then
    perform private.refuse_request('model',
      format('%s cannot do what is asked: it has no %s.', p_model, v_missing[1]));
  end if;
  if p_max_output_tokens > v_model.max_output_tokens then
    perform private.refuse_request('max_completion_tokens',
      format('%s answers in %s tokens at most.', p_model, v_model.max_output_tokens));
  end if;
  -- No language is written in fewer tokens: what may be too long is for the provider to count.
  if p_input_bytes / 12 > v_model.context_tokens then
    raise sqlstate 'PT400' using
      message = 'context_length_exceeded',
      detail = jsonb_build_object('model', p_model, 'context_tokens', v_model.context_tokens,
        'input_bytes', p_input_bytes)::text,
      hint = format('%s reads %s tokens at most.', p_model, v_model.context_tokens);
  end if;
  return v_model;
end;
$$;
comment on function private.require_completion_model is
  'The model of that name on offer, if it can do what is needed and has room for the messages. '
  'PT400, PT404.';

create function private.refuse_request(p_path text, p_message text)
returns void
language plpgsql
immutable
set search_path = ''
as $$
begin
  raise sqlstate 'PT400' using
    message = 'invalid_request',
    detail = jsonb_build_object('issues', jsonb_build_array(
      jsonb_build_object('path', p_path, 'message', p_message)))::text,
    hint = p_message;
end;
$$;
comment on function private.refuse_request is 'Raises PT400 with the parameter that is wrong.';

create function public.begin_completion(
  p_client_key text, p_fingerprint text, p_model text, p_needs text[], p_input_bytes bigint,
  p_messages integer, p_images integer, p_max_output_tokens bigint default null,
  p_user_id uuid default null, p_key_hash text default null, p_ip inet default null)
returns jsonb
language plpgsql
volatile
security definer -- Definer because the service role holds no rights on what an action touches.
set search_path = ''
as $$
declare
  v_key public.api_keys := private.require_api_caller(p_user_id, p_key_hash, 'completions');
  v_model public.models := private.require_completion_model(
    p_model, p_needs, p_input_bytes, p_max_output_tokens);
  v_action public.actions;
  v_receipt jsonb;
begin
  v_action.user_id := v_key.user_id;
  v_action.api_key_id := v_key.id;
  v_action.action := 'completion';
  v_action.client_key := p_client_key;
  v_action.fingerprint := p_fingerprint;
  v_action.model := p_model;
  v_action.units_estimate := 1;
  -- As for a turn; an image is at most so many in the models on offer, but for small old ones.
  v_action.input_tokens_estimate :=
    ceil(p_input_bytes / 3.0) + 8 * (p_messages + 1) + 6000 * p_images;
  -- What nobody asked for is not held: without a bound of the caller's an answer has a usual one.
  v_action.max_output_tokens := coalesce(
    p_max_output_tokens, least(4096, v_model.max_output_tokens));

  -- What failed frees its key. Should its worker live after all, its news come too late.
  update public.actions
  set client_key = id::text, error_code = replace(error_code, 'worker_lost', 'worker_replaced')
  where user_id = v_key.user_id and client_key = p_client_key and state = 'failed'
    and fingerprint = p_fingerprint;
  v_receipt := private.start_action(v_action, p_ip, interval '4 minutes');
  if (v_receipt ->> 'is_repeat')::boolean then
    raise sqlstate 'PT409' using
      message = 'completion_repeated',
      detail = jsonb_build_object('receipt', v_receipt)::text,
      hint = 'This idempotency key already has its answer, or is getting it; it is charged once.';
  end if;
  perform private.note_api_key_use(v_key.id);
  perform private.require_working_providers(array[v_model.provider]);
  return v_receipt || jsonb_build_object(
    'provider', v_model.provider, 'max_output_tokens', v_action.max_output_tokens,
    'moderation', private.provider_moderation());
end;
$$;
comment on function public.begin_completion is
  'Starts an answer without a conversation for a person or a key, one of both: checks them, plan, '
  'limits and model, holds what it may cost at most. Needs: capabilities of models. PT400, PT401, '
  'PT402, PT403, PT404, PT409, PT429, PT503.';
revoke execute on function public.begin_completion from public, anon, authenticated;
grant execute on function public.begin_completion to service_role;

create function public.read_models(p_user_id uuid default null, p_key_hash text default null)
returns jsonb
language plpgsql
volatile
security definer -- Definer because the service role may not read keys' secrets.
set search_path = ''
as $$
declare
  v_key public.api_keys := private.require_api_caller(p_user_id, p_key_hash, 'models');
  v_plan public.plans := private.current_plan(v_key.user_id);
begin
  perform private.require_feature(v_plan, 'api');
  perform private.note_api_key_use(v_key.id);
  return (
    select coalesce(jsonb_agg(jsonb_build_object(
      'id', id, 'provider', provider, 'name', name, 'context_tokens', context_tokens,
      'max_output_tokens', max_output_tokens, 'capabilities', capabilities) order by id), '[]')
    from public.models
    where state = 'offered' and (v_plan.models is null or id = any (v_plan.models)));
end;
$$;
comment on function public.read_models is
  'The models that a person or a key may ask, one of both. PT401, PT403.';
revoke execute on function public.read_models from public, anon, authenticated;
grant execute on function public.read_models to service_role;
