-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.main_subscription (
  p_user_id uuid
)
  RETURNS public.subscriptions
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return (
    select subscriptions from public.subscriptions
    left join public.plans on slug = plan
    where user_id = p_user_id and subscriptions.state not in ('canceled', 'expired', 'incomplete')
    order by rank desc nulls last, started_at desc, provider_id limit 1);
end;
$function$;

COMMENT ON FUNCTION "private"."main_subscription"(uuid) IS 'The subscription that runs; of two, the one whose plan is in force.';

REVOKE ALL ON FUNCTION "private"."main_subscription"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."main_subscription"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."main_subscription"(uuid) TO "postgres";
