-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.grant_plan_credits (
  p_owner_id    uuid,
  p_amount      bigint,
  p_granted_for text,
  p_expires_at  timestamp with time zone,
  p_reason      text,
  p_beyond      bigint                   DEFAULT 0
)
  RETURNS bigint
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_account_id uuid;
  v_expires_at timestamptz;
  v_transfer_id bigint;
begin
  perform private.require_credit_amount(p_amount);
  perform private.require_wallet(p_owner_id);
  insert into private.ledger_account (owner_id, kind, unit, balance, granted_for, expires_at)
  values (p_owner_id, 'wallet_plan', 'credit', 0, p_granted_for, p_expires_at)
  on conflict on constraint ledger_account_owner_id_kind_unit_granted_for_key do nothing;
  select id, expires_at into v_account_id, v_expires_at from private.ledger_account
  where owner_id = p_owner_id and kind = 'wallet_plan' and unit = 'credit'
    and granted_for = p_granted_for;
  update private.wallet set renews_at = v_expires_at
  where owner_id = p_owner_id and renews_at > v_expires_at;
  v_transfer_id := private.transfer(
    concat_ws(':', 'plan', p_owner_id, p_granted_for, nullif(p_beyond, 0)), p_reason, array[
      row(v_account_id, p_amount)::private.ledger_leg,
      row(private.platform_account('issuance', 'credit'), -p_amount)::private.ledger_leg
    ]);
  perform private.pay_debt(p_owner_id, v_account_id);
  return v_transfer_id;
end;
$function$;

COMMENT ON FUNCTION "private"."grant_plan_credits"(uuid, bigint, text, timestamp with time zone, text, bigint) IS 'Gives credits that expire, once per person and what they are for, or once beyond so many that were given for it already. PT400, PT404, PT409.';

REVOKE ALL ON FUNCTION "private"."grant_plan_credits"(uuid, bigint, text, timestamp WITH time zone, text, bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."grant_plan_credits"(uuid, bigint, text, timestamp WITH time zone, text, bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."grant_plan_credits"(uuid, bigint, text, timestamp WITH time zone, text, bigint) TO "postgres";
