-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.current_plan (
  p_user_id uuid,
  p_at      timestamp with time zone DEFAULT now()
)
  RETURNS public.plans
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  v_plan public.plans;
begin
  select plan.* into v_plan
  from public.memberships as membership
  join public.plans as plan on plan.slug = membership.plan
  where user_id = p_user_id and membership.state = 'live' and starts_at <= p_at
    and (ends_at is null or ends_at > p_at)
  order by rank desc, ends_at desc nulls first
  limit 1;
  if not found then
    select * into strict v_plan from public.plans where is_default;
  end if;
  return v_plan;
end;
$function$;

COMMENT ON FUNCTION "private"."current_plan"(uuid, timestamp with time zone) IS 'The plan of a person at a moment.';

REVOKE ALL ON FUNCTION "private"."current_plan"(uuid, timestamp WITH time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."current_plan"(uuid, timestamp WITH time zone) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."current_plan"(uuid, timestamp WITH time zone) TO "postgres";
