-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.refund_turn_holds (
  p_hold_id       uuid,
  p_amount        bigint,
  p_operation_key text
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_hold private.ledger_hold := private.lock_hold(p_hold_id);
  v_late_id uuid := private.late_hold(p_hold_id);
  v_late_key text := p_operation_key || ':late';
  v_made bigint := (
    select sum(amount) from private.ledger_refund
    where operation_key in (p_operation_key, v_late_key));
  v_first bigint;
begin
  if v_made = p_amount then
    return;
  end if;
  -- Of two holds the first as far as it reaches; a key in other use is a conflict there.
  v_first := case
    when v_late_id is null or v_made is not null or p_amount is null then p_amount
    else least(p_amount, v_hold.settled_amount - private.refunded(p_hold_id)) end;
  if v_first is distinct from 0 or p_amount = 0 then
    perform private.refund(p_hold_id, v_first, p_operation_key, 'admin_refund');
  end if;
  if p_amount > v_first then
    perform private.refund(v_late_id, p_amount - v_first, v_late_key, 'admin_refund');
  end if;
end;
$function$;

COMMENT ON FUNCTION "private"."refund_turn_holds"(uuid, bigint, text) IS 'Gives back of what a turn was charged, also of what was charged late. PT404, PT409.';

REVOKE ALL ON FUNCTION "private"."refund_turn_holds"(uuid, bigint, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."refund_turn_holds"(uuid, bigint, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."refund_turn_holds"(uuid, bigint, text) TO "postgres";
