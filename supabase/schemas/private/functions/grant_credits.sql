-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.grant_credits (
  p_owner_id      uuid,
  p_amount        bigint,
  p_operation_key text,
  p_reason        text
)
  RETURNS bigint
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_account_id uuid;
  v_transfer_id bigint;
begin
  perform private.require_credit_amount(p_amount);
  perform private.require_wallet(p_owner_id);
  select id into strict v_account_id from private.ledger_account
  where owner_id = p_owner_id and kind = 'wallet_bought' and unit = 'credit';
  v_transfer_id := private.transfer(p_operation_key, p_reason, array[
    row(v_account_id, p_amount)::private.ledger_leg,
    row(private.platform_account('issuance', 'credit'), -p_amount)::private.ledger_leg
  ]);
  perform private.pay_debt(p_owner_id, v_account_id);
  perform private.notify(p_owner_id, 'credits_granted', 'credits:' || p_operation_key,
    jsonb_build_object('credits', p_amount, 'reason', p_reason));
  return v_transfer_id;
end;
$function$;

COMMENT ON FUNCTION "private"."grant_credits"(uuid, bigint, text, text) IS 'Gives credits that never expire, once per operation key. PT400, PT404, PT409.';

REVOKE ALL ON FUNCTION "private"."grant_credits"(uuid, bigint, text, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."grant_credits"(uuid, bigint, text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."grant_credits"(uuid, bigint, text, text) TO "postgres";
