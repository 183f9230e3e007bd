-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.put_model_fallbacks (
  p_model     text,
  p_fallbacks jsonb
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_unknown text;
begin
  if jsonb_typeof(p_fallbacks) is distinct from 'array' or jsonb_array_length(p_fallbacks) > 5
    or exists (
      select from jsonb_array_elements(p_fallbacks) as given
      where jsonb_typeof(given -> 'model') is distinct from 'string'
        or given ->> 'model' = p_model
        or jsonb_typeof(coalesce(given -> 'may_continue', 'false')) <> 'boolean')
    or (select count(distinct given ->> 'model') < count(*)
      from jsonb_array_elements(p_fallbacks) as given)
  then
    raise sqlstate 'PT400' using
      message = 'invalid_request',
      detail = jsonb_build_object('path', 'p_fallbacks')::text,
      hint = 'Name up to five other models, each once: [{"model", "may_continue"}].';
  end if;
  select id into v_unknown
  from (select p_model as id
    union all select given ->> 'model' from jsonb_array_elements(p_fallbacks) as given) as named
  where not exists (select from public.models where models.id = named.id);
  if found then
    raise sqlstate 'PT404' using
      message = 'model_not_found',
      detail = jsonb_build_object('model', v_unknown)::text,
      hint = format('There is no model %s.', v_unknown);
  end if;
  delete from public.model_fallbacks where model = p_model;
  insert into public.model_fallbacks (model, place, fallback, may_continue)
  select p_model, place, given ->> 'model', coalesce((given ->> 'may_continue')::boolean, false)
  from jsonb_array_elements(p_fallbacks) with ordinality as listed (given, place);
end;
$function$;

COMMENT ON FUNCTION "private"."put_model_fallbacks"(text, jsonb) IS 'Replaces the fallbacks of a model: [{model, may_continue}], in their order. PT400, PT404.';

REVOKE ALL ON FUNCTION "private"."put_model_fallbacks"(text, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."put_model_fallbacks"(text, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."put_model_fallbacks"(text, jsonb) TO "postgres";
