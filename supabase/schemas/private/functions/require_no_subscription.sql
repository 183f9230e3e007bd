-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.require_no_subscription (
  p_user_id uuid
)
  RETURNS void
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  if exists (
    select from public.subscriptions
    where user_id = p_user_id and state not in ('canceled', 'expired', 'incomplete'))
  then
    raise sqlstate 'PT409' using
      message = 'subscription_exists', hint = 'You have a subscription: change its plan instead.';
  end if;
end;
$function$;

COMMENT ON FUNCTION "private"."require_no_subscription"(uuid) IS 'Refuses who has a subscription. PT409.';

REVOKE ALL ON FUNCTION "private"."require_no_subscription"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."require_no_subscription"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."require_no_subscription"(uuid) TO "postgres";
