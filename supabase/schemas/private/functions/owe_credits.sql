-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.owe_credits (
  p_owner_id         uuid,
  p_amount           bigint,
  p_operation_key    text,
  p_reason           text,
  p_first_account_id uuid   DEFAULT NULL::uuid
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_account_id uuid;
begin
  perform private.require_credit_amount(p_amount);
  perform private.require_wallet(p_owner_id);
  insert into private.ledger_account (owner_id, kind, unit, balance)
  values (p_owner_id, 'debt', 'credit', 0)
  on conflict on constraint ledger_account_owner_id_kind_unit_granted_for_key do nothing;
  select id into strict v_account_id from private.ledger_account
  where owner_id = p_owner_id and kind = 'debt' and unit = 'credit';
  perform private.transfer(p_operation_key, p_reason, array[
    row(v_account_id, -p_amount)::private.ledger_leg,
    row(private.platform_account('issuance', 'credit'), p_amount)::private.ledger_leg
  ]);
  perform private.pay_debt(p_owner_id, p_first_account_id);
end;
$function$;

COMMENT ON FUNCTION "private"."owe_credits"(uuid, bigint, text, text, uuid) IS 'Takes granted credits back, once per operation key: first from an account, then from whatever is free; the rest is a debt that the next grants pay. PT400, PT404, PT409.';

REVOKE ALL ON FUNCTION "private"."owe_credits"(uuid, bigint, text, text, uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."owe_credits"(uuid, bigint, text, text, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."owe_credits"(uuid, bigint, text, text, uuid) TO "postgres";
