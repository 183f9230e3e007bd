-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.sync_pass (
  p_payment        public.payments,
  p_reversed_cents bigint
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_pass public.memberships;
begin
  select * into v_pass from public.memberships
  where operation_key in ('payment:' || p_payment.id, 'payment:' || p_payment.id || ':restored')
  order by operation_key desc limit 1;
  if p_reversed_cents = p_payment.amount_cents and p_payment.amount_cents > 0 then
    perform private.revoke_membership(v_pass.id);
  elsif v_pass.state = 'revoked' and v_pass.ends_at > now()
    and v_pass.operation_key = 'payment:' || p_payment.id
  then
    -- Once, and without credits anew: return_credits gave back what was taken of them.
    perform private.grant_membership(p_payment.user_id, p_payment.item, 'grace',
      v_pass.operation_key || ':restored', greatest(now(), v_pass.starts_at), v_pass.ends_at);
  end if;
end;
$function$;

COMMENT ON FUNCTION "private"."sync_pass"(public.payments, bigint) IS 'Takes a pass back whose payment is wholly reversed, and gives it again when that did not last.';

REVOKE ALL ON FUNCTION "private"."sync_pass"(public.payments, bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."sync_pass"(public.payments, bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."sync_pass"(public.payments, bigint) TO "postgres";
