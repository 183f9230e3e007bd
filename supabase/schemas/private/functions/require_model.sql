-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.require_model (
  p_plan  public.plans,
  p_model text
)
  RETURNS void
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  if p_plan.models is null or p_model = any (p_plan.models) then
    return;
  end if;
  raise sqlstate 'PT403' using
    message = 'model_not_in_plan',
    detail = jsonb_build_object('model', p_model, 'plan', p_plan.slug, 'plans', (
      select coalesce(jsonb_agg(slug order by rank), '[]') from public.plans
      where state = 'offered' and (models is null or p_model = any (models))))::text,
    hint = format('The plan %s does not include this model.', p_plan.name);
end;
$function$;

COMMENT ON FUNCTION "private"."require_model"(public.plans, text) IS 'Refuses a model that a plan does not include; PT403 with the plans that do.';

REVOKE ALL ON FUNCTION "private"."require_model"(public.plans, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."require_model"(public.plans, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."require_model"(public.plans, text) TO "postgres";
