-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.require_plans_in_use (
  p_plans jsonb
)
  RETURNS void
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  v_orphans jsonb := (
    select jsonb_object_agg(plan, people) from (
      select plan, count(distinct user_id) as people from (
        select plan, user_id from public.memberships
        where state = 'live' and (ends_at is null or ends_at > now())
        union all
        -- Between two periods, too: who pays for a plan gets it.
        select plan, user_id from public.subscriptions where state not in ('canceled', 'expired')
      ) as has
      where plan not in (select each ->> 'slug' from jsonb_array_elements(p_plans) as each)
      group by plan) as missing);
begin
  if v_orphans is not null then
    raise sqlstate 'PT409' using
      message = 'catalog_orphans_memberships',
      detail = v_orphans::text,
      hint = 'People still have plans that are not in this catalog: move or end those first.';
  end if;
end;
$function$;

COMMENT ON FUNCTION "private"."require_plans_in_use"(jsonb) IS 'Refuses a catalog without a plan that somebody has; PT409 with how many people by plan.';

REVOKE ALL ON FUNCTION "private"."require_plans_in_use"(jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."require_plans_in_use"(jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."require_plans_in_use"(jsonb) TO "postgres";
