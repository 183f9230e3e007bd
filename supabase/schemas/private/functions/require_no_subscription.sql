-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.require_no_subscription (
  p_user_id uuid,
  p_is_live boolean
)
  RETURNS void
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  if exists (select from private.running_subscriptions(p_user_id, p_is_live)) then
    raise sqlstate 'PT409' using
      message = 'subscription_exists', hint = 'You have a subscription: change its plan instead.';
  end if;
end;
$function$;

COMMENT ON FUNCTION "private"."require_no_subscription"(uuid, boolean) IS 'Refuses who has a subscription. PT409.';

REVOKE ALL ON FUNCTION "private"."require_no_subscription"(uuid, boolean) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."require_no_subscription"(uuid, boolean) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."require_no_subscription"(uuid, boolean) TO "postgres";
