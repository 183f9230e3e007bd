-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.expire_plan_credits (
  p_owner_id uuid,
  p_at       timestamp with time zone
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_account private.ledger_account;
begin
  for v_account in
    select * from private.ledger_account
    where owner_id = p_owner_id and unit = 'credit' and closed_at is null and expires_at <= p_at
  loop
    if v_account.balance > v_account.held then
      perform private.transfer(
        -- Numbered by its entries: what a late refund brings back expires on its own.
        format('expire:%s:%s', v_account.id, (
          select count(*) from private.ledger_entry where account_id = v_account.id)),
        'plan_credits_expired', array[
          row(v_account.id, v_account.held - v_account.balance)::private.ledger_leg,
          row(private.platform_account('expired', 'credit'),
            v_account.balance - v_account.held)::private.ledger_leg]);
    end if;
    update private.ledger_account set closed_at = p_at
    where id = v_account.id and balance = 0 and held = 0;
  end loop;
end;
$function$;

COMMENT ON FUNCTION "private"."expire_plan_credits"(uuid, timestamp with time zone) IS 'Takes away plan credits whose time is over, except those an open hold still has.';

REVOKE ALL ON FUNCTION "private"."expire_plan_credits"(uuid, timestamp WITH time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."expire_plan_credits"(uuid, timestamp WITH time zone) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."expire_plan_credits"(uuid, timestamp WITH time zone) TO "postgres";
