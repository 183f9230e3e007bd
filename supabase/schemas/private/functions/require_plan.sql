-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.require_plan (
  p_plan text
)
  RETURNS public.plans
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  v_plan public.plans;
begin
  select * into v_plan from public.plans where slug = p_plan and state = 'offered';
  if not found then
    raise sqlstate 'PT404' using
      message = 'plan_not_found',
      detail = jsonb_build_object('plan', p_plan)::text, hint = 'There is no such plan.';
  end if;
  return v_plan;
end;
$function$;

COMMENT ON FUNCTION "private"."require_plan"(text) IS 'The plan on offer of that slug. PT404.';

REVOKE ALL ON FUNCTION "private"."require_plan"(text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."require_plan"(text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."require_plan"(text) TO "postgres";
