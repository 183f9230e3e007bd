-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.require_feature (
  p_plan    public.plans,
  p_feature text
)
  RETURNS void
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  if p_feature = any (p_plan.features) then
    return;
  end if;
  raise sqlstate 'PT403' using
    message = 'feature_not_in_plan',
    detail = jsonb_build_object('feature', p_feature, 'plan', p_plan.slug, 'plans', (
      select coalesce(jsonb_agg(slug order by rank), '[]') from public.plans
      where state = 'offered' and p_feature = any (features)))::text,
    hint = format('The plan %s does not have this.', p_plan.name);
end;
$function$;

COMMENT ON FUNCTION "private"."require_feature"(public.plans, text) IS 'Refuses what a plan does not switch on; PT403 with the plans that do.';

REVOKE ALL ON FUNCTION "private"."require_feature"(public.plans, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."require_feature"(public.plans, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."require_feature"(public.plans, text) TO "postgres";
