-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.charge_turn (
  p_turn    public.turns,
  p_credits bigint
)
  RETURNS bigint
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_hold private.ledger_hold;
  v_credits bigint;
begin
  if p_turn.state = 'streaming' then
    if p_credits = 0 then
      v_hold := private.void(p_turn.hold_id);
    else
      v_hold := private.settle(p_turn.hold_id, p_credits);
    end if;
    return v_hold.settled_amount;
  end if;

  -- Later than the sweep: the hold is closed, so the rest is charged as far as the wallet reaches.
  perform private.lock_wallets(array[p_turn.user_id]);
  select least(p_credits - p_turn.charged_credits, sum(balance - held)) into v_credits
  from private.ledger_account where owner_id = p_turn.user_id and unit = 'credit';
  if v_credits > 0 then
    v_hold := private.hold(
      p_turn.user_id, v_credits, format('turn:%s:%s:late', p_turn.id, p_turn.attempt),
      'turn', private.turn_lease());
    perform private.settle(v_hold.id, v_credits);
  end if;
  return p_turn.charged_credits + greatest(v_credits, 0);
end;
$function$;

COMMENT ON FUNCTION "private"."charge_turn"(public.turns, bigint) IS 'Closes the hold of a turn, or trues up one that the sweep closed; returns the total charged.';

REVOKE ALL ON FUNCTION "private"."charge_turn"(public.turns, bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."charge_turn"(public.turns, bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."charge_turn"(public.turns, bigint) TO "postgres";
