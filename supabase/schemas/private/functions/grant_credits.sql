-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.grant_credits (
  p_owner_id      uuid,
  p_kind          text,
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
begin
  if p_amount is null or p_amount <= 0 then
    raise sqlstate 'PT400' using
      message = 'invalid_amount',
      detail = jsonb_build_object('amount', p_amount)::text,
      hint = 'Credits are granted in whole positive numbers.';
  end if;
  select id into strict v_account_id from private.ledger_account
  where owner_id = p_owner_id and kind = p_kind and unit = 'credit';
  return private.transfer(p_operation_key, p_reason, array[
    row(v_account_id, p_amount)::private.ledger_leg,
    row(private.platform_account('issuance', 'credit'), -p_amount)::private.ledger_leg
  ]);
end;
$function$;

COMMENT ON FUNCTION "private"."grant_credits"(uuid, text, bigint, text, text) IS 'Gives credits to a wallet (wallet_plan or wallet_bought) once per operation key.';

REVOKE ALL ON FUNCTION "private"."grant_credits"(uuid, text, bigint, text, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."grant_credits"(uuid, text, bigint, text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."grant_credits"(uuid, text, bigint, text, text) TO "postgres";
