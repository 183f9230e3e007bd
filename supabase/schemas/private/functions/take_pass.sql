-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.take_pass (
  p_payment public.payments
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_pass public.memberships;
  v_starts_at timestamptz;
begin
  perform private.revoke_membership(id) from public.memberships
  where user_id = p_payment.user_id and state = 'live'
    and starts_with(operation_key, 'payment:' || p_payment.id);
  -- Those that were to follow it begin sooner.
  for v_pass in
    select * from public.memberships
    where user_id = p_payment.user_id and plan = p_payment.item and source = 'pass'
      and state = 'live' and starts_at > now() and operation_key like 'payment:%'
    order by starts_at
  loop
    select greatest(now(), max(ends_at)) into v_starts_at from public.memberships
    where user_id = v_pass.user_id and plan = v_pass.plan and source = 'pass' and state = 'live'
      and starts_at < v_pass.starts_at;
    continue when v_starts_at >= v_pass.starts_at;
    perform private.revoke_membership(v_pass.id);
    perform private.grant_membership(v_pass.user_id, v_pass.plan, 'pass',
      private.next_pass_key(v_pass), v_starts_at,
      v_starts_at + (v_pass.ends_at - v_pass.starts_at));
  end loop;
end;
$function$;

COMMENT ON FUNCTION "private"."take_pass"(public.payments) IS 'Takes a pass back whose payment is wholly reversed.';

REVOKE ALL ON FUNCTION "private"."take_pass"(public.payments) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."take_pass"(public.payments) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."take_pass"(public.payments) TO "postgres";
