-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.refund_up_to (
  p_hold_id       uuid,
  p_most          bigint,
  p_operation_key text,
  p_reason        text
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_hold private.ledger_hold := private.lock_hold(p_hold_id);
  v_amount bigint := least(p_most, v_hold.settled_amount - private.refunded(p_hold_id));
begin
  if v_amount > 0 then
    perform private.refund(p_hold_id, v_amount, p_operation_key, p_reason);
  end if;
end;
$function$;

COMMENT ON FUNCTION "private"."refund_up_to"(uuid, bigint, text, text) IS 'Gives back as much of what a hold settled as was not given back yet, at most an amount.';

REVOKE ALL ON FUNCTION "private"."refund_up_to"(uuid, bigint, text, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."refund_up_to"(uuid, bigint, text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."refund_up_to"(uuid, bigint, text, text) TO "postgres";
