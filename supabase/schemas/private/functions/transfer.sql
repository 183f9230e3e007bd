-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.transfer (
  p_operation_key text,
  p_reason        text,
  p_legs          private.ledger_leg[]
)
  RETURNS bigint
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_id bigint;
begin
  insert into private.ledger_transfer (operation_key, reason)
  values (p_operation_key, p_reason)
  on conflict on constraint ledger_transfer_operation_key_key do nothing
  returning id into v_id;

  if v_id is null then
    return private.transfer_made(p_operation_key, p_legs);
  end if;

  -- Ascending, so that transfers that share accounts never wait for each other in a circle.
  insert into private.ledger_entry (transfer_id, account_id, amount)
  select v_id, leg.account_id, leg.amount
  from unnest(p_legs) as leg
  where leg.amount <> 0
  order by leg.account_id;
  return v_id;
end;
$function$;

COMMENT ON FUNCTION "private"."transfer"(text, text, private.ledger_leg[]) IS 'Moves value once per operation key; a repeat returns the first transfer, PT409 if it differs.';

REVOKE ALL ON FUNCTION "private"."transfer"(text, text, private.ledger_leg[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."transfer"(text, text, private.ledger_leg[]) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."transfer"(text, text, private.ledger_leg[]) TO "postgres";
