-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.restore_pass (
  p_payment public.payments
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_key text := 'payment:' || p_payment.id;
  v_pass public.memberships;
  v_used interval;
  v_starts_at timestamptz;
begin
  if exists (
    select from public.memberships
    where user_id = p_payment.user_id and state <> 'revoked' and starts_with(operation_key, v_key))
  then
    return;
  end if;
  select * into strict v_pass from public.memberships where operation_key = v_key;
  select sum(greatest(least(revoked_at, ends_at) - starts_at, interval '0')) into v_used
  from public.memberships
  where user_id = p_payment.user_id and starts_with(operation_key, v_key);
  if v_used < v_pass.ends_at - v_pass.starts_at then
    select greatest(now(), max(ends_at)) into v_starts_at from public.memberships
    where user_id = v_pass.user_id and plan = v_pass.plan and source = 'pass' and state = 'live';
    -- Without credits anew where it had begun: return_credits gives back what was taken of them.
    perform private.grant_membership(v_pass.user_id, v_pass.plan, case
      when exists (select from private.granted_accounts(p_payment)) then 'grace'
      else 'pass' end, private.next_pass_key(v_pass), v_starts_at,
      v_starts_at + (v_pass.ends_at - v_pass.starts_at - v_used));
  end if;
end;
$function$;

COMMENT ON FUNCTION "private"."restore_pass"(public.payments) IS 'Gives the rest of a pass again that was taken for a reversal which did not last.';

REVOKE ALL ON FUNCTION "private"."restore_pass"(public.payments) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."restore_pass"(public.payments) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."restore_pass"(public.payments) TO "postgres";
