-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.require_offered_model (
  p_user_id uuid,
  p_model   text
)
  RETURNS void
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  perform from public.models where id = p_model and state = 'offered';
  if not found then
    raise sqlstate 'PT404' using
      message = 'model_not_found',
      detail = jsonb_build_object('model', p_model)::text,
      hint = 'There is no such model on offer.';
  end if;
  perform private.require_model(private.current_plan(p_user_id), p_model);
end;
$function$;

COMMENT ON FUNCTION "private"."require_offered_model"(uuid, text) IS 'Refuses a model that is not on offer or not in a person''s plan. PT403, PT404.';

REVOKE ALL ON FUNCTION "private"."require_offered_model"(uuid, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."require_offered_model"(uuid, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."require_offered_model"(uuid, text) TO "postgres";
