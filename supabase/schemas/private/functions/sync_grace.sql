-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.sync_grace (
  p_subscription public.subscriptions
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_prefix text := format('grace:%s:', p_subscription.id);
  v_last public.memberships;
begin
  select * into v_last
  from private.lines_in_force(p_subscription.provider, p_subscription.provider_id)
  order by ends_at desc limit 1;
  perform private.revoke_membership(id) from public.memberships
  where user_id = p_subscription.user_id and source = 'grace' and state = 'live'
    and starts_with(operation_key, v_prefix)
    and (p_subscription.state <> 'past_due' or starts_at is distinct from v_last.ends_at);
  if p_subscription.state = 'past_due' and v_last.ends_at is not null
    and private.grace_days() > 0
    and not exists (
      select from public.memberships
      where user_id = p_subscription.user_id and starts_with(operation_key, v_prefix)
        and starts_at = v_last.ends_at and state <> 'revoked')
  then
    perform private.grant_membership(p_subscription.user_id, v_last.plan, 'grace',
      v_prefix || (
        select count(*) from public.memberships
        where user_id = p_subscription.user_id and starts_with(operation_key, v_prefix)),
      v_last.ends_at, v_last.ends_at + private.grace_days() * interval '24 hours');
  end if;
end;
$function$;

COMMENT ON FUNCTION "private"."sync_grace"(public.subscriptions) IS 'Lets the plan go on for a while after what was paid, as long as the renewal fails and is tried.';

REVOKE ALL ON FUNCTION "private"."sync_grace"(public.subscriptions) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."sync_grace"(public.subscriptions) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."sync_grace"(public.subscriptions) TO "postgres";
