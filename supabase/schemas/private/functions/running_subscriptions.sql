-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.running_subscriptions (
  p_user_id uuid,
  p_is_live boolean
)
  RETURNS SETOF public.subscriptions
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return query
    select subscriptions.* from public.subscriptions
    join private.customer on customer.id = customer_id
    where subscriptions.user_id = p_user_id and is_live = p_is_live
      and state not in ('canceled', 'expired', 'incomplete');
end;
$function$;

COMMENT ON FUNCTION "private"."running_subscriptions"(uuid, boolean) IS 'What recurs of a person, of test mode or live.';

REVOKE ALL ON FUNCTION "private"."running_subscriptions"(uuid, boolean) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."running_subscriptions"(uuid, boolean) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."running_subscriptions"(uuid, boolean) TO "postgres";
