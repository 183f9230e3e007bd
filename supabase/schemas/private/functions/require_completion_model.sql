-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.require_completion_model (
  p_model             text,
  p_needs             text[],
  p_input_bytes       bigint,
  p_max_output_tokens bigint
)
  RETURNS public.models
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
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
$function$;

COMMENT ON FUNCTION "private"."require_completion_model"(text, text[], bigint, bigint) IS 'The model of that name on offer, if it can do what is needed and has room for the messages. PT400, PT404.';

REVOKE ALL ON FUNCTION "private"."require_completion_model"(text, text[], bigint, bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."require_completion_model"(text, text[], bigint, bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."require_completion_model"(text, text[], bigint, bigint) TO "postgres";
