-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.charge (
  p_user_id         uuid,
  p_hold_id         uuid,
  p_is_open         boolean,
  p_charged_credits bigint,
  p_credits         bigint,
  p_late_key        text,
  p_reason          text
)
  RETURNS bigint
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_hold private.ledger_hold;
  v_credits bigint;
begin
  if p_is_open then
    if p_credits = 0 then
      v_hold := private.void(p_hold_id);
    else
      v_hold := private.settle(p_hold_id, p_credits);
    end if;
    return v_hold.settled_amount;
  end if;

  -- Later than the sweep: the hold is closed. What is missing is charged as far as the wallet
  -- reaches; what is too much is given back, unless an admin did.
  v_credits := least(p_credits - p_charged_credits, private.available_credits(p_user_id));
  if v_credits > 0 then
    v_hold := private.hold(p_user_id, v_credits, p_late_key, p_reason, interval '1 minute');
    perform private.settle(v_hold.id, v_credits);
  else
    perform private.refund_up_to(p_hold_id, -v_credits, p_late_key, 'late_settlement');
  end if;
  return p_charged_credits + greatest(v_credits, 0);
end;
$function$;

COMMENT ON FUNCTION "private"."charge"(uuid, uuid, boolean, bigint, bigint, text, text) IS 'Closes an open hold, or trues up what the sweep closed, the wallet being locked; returns the total charged.';

REVOKE ALL ON FUNCTION "private"."charge"(uuid, uuid, boolean, bigint, bigint, text, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."charge"(uuid, uuid, boolean, bigint, bigint, text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."charge"(uuid, uuid, boolean, bigint, bigint, text, text) TO "postgres";
