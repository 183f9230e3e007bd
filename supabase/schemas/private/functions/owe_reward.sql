-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.owe_reward (
  p_owner_id      uuid,
  p_cents         bigint,
  p_to_account_id uuid,
  p_operation_key text,
  p_reason        text
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_account_id uuid;
begin
  insert into private.ledger_account (owner_id, kind, unit, balance)
  values (p_owner_id, 'debt', 'USD', 0)
  on conflict on constraint ledger_account_owner_id_kind_unit_granted_for_key do nothing;
  select id into strict v_account_id from private.ledger_account
  where owner_id = p_owner_id and kind = 'debt' and unit = 'USD';
  perform private.transfer(p_operation_key, p_reason, array[
    row(v_account_id, -p_cents)::private.ledger_leg,
    row(p_to_account_id, p_cents)::private.ledger_leg
  ]);
  perform private.pay_debt(p_owner_id, private.earned_account(p_owner_id), 'USD');
end;
$function$;

COMMENT ON FUNCTION "private"."owe_reward"(uuid, bigint, uuid, text, text) IS 'Takes US cents, once per operation key, from what is earned; what is not there is owed. Under the wallet''s lock.';

REVOKE ALL ON FUNCTION "private"."owe_reward"(uuid, bigint, uuid, text, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."owe_reward"(uuid, bigint, uuid, text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."owe_reward"(uuid, bigint, uuid, text, text) TO "postgres";
