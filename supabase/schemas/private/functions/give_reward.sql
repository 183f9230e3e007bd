-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.give_reward (
  p_owner_id      uuid,
  p_cents         bigint,
  p_operation_key text
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_account_id uuid := private.earned_account(p_owner_id);
begin
  perform private.transfer(p_operation_key, 'referral_reward', array[
    row(v_account_id, p_cents)::private.ledger_leg,
    row(private.platform_account('issuance', 'USD'), -p_cents)::private.ledger_leg
  ]);
  perform private.pay_debt(p_owner_id, v_account_id, 'USD');
end;
$function$;

COMMENT ON FUNCTION "private"."give_reward"(uuid, bigint, text) IS 'Gives US cents, once per operation key; a debt is paid first. Under the wallet''s lock.';

REVOKE ALL ON FUNCTION "private"."give_reward"(uuid, bigint, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."give_reward"(uuid, bigint, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."give_reward"(uuid, bigint, text) TO "postgres";
