-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.main_subscription (
  p_user_id uuid,
  p_is_live boolean
)
  RETURNS public.subscriptions
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return (
    select running from private.running_subscriptions(p_user_id, p_is_live) as running
    left join public.plans on slug = plan
    order by rank desc nulls last, started_at desc, provider_id limit 1);
end;
$function$;

COMMENT ON FUNCTION "private"."main_subscription"(uuid, boolean) IS 'The subscription that runs; of two, the one whose plan is in force.';

REVOKE ALL ON FUNCTION "private"."main_subscription"(uuid, boolean) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."main_subscription"(uuid, boolean) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."main_subscription"(uuid, boolean) TO "postgres";
