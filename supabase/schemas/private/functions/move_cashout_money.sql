-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.move_cashout_money (
  p_cashout public.cashouts,
  p_to      text
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_payout private.payout;
  v_key text;
  v_amount bigint := p_cashout.amount_cents;
  v_paid_out_id uuid := private.platform_account('paid_out', 'USD');
  v_from_id uuid;
begin
  select * into strict v_payout from private.payout
  where cashout_id = p_cashout.id for no key update;
  if v_payout.money = p_to then
    return;
  end if;
  v_key := format('cashout:%s:%s', p_cashout.id, v_payout.moves + 1);
  v_from_id := case v_payout.money when 'held' then private.cashout_account(p_cashout.user_id)
    else v_paid_out_id end;
  if p_to = 'paid_out' and v_payout.money = 'returned' then
    -- It was given back and arrived all the same.
    perform private.owe_reward(p_cashout.user_id, v_amount, v_paid_out_id, v_key, 'cashout_paid');
  elsif p_to = 'paid_out' then
    perform private.transfer(v_key, 'cashout_paid', array[
      row(v_from_id, -v_amount)::private.ledger_leg,
      row(v_paid_out_id, v_amount)::private.ledger_leg]);
  else
    perform private.transfer(v_key, 'cashout_returned', array[
      row(v_from_id, -v_amount)::private.ledger_leg,
      row(private.earned_account(p_cashout.user_id), v_amount)::private.ledger_leg]);
    perform private.pay_debt(
      p_cashout.user_id, private.earned_account(p_cashout.user_id), 'USD');
  end if;
  update private.payout set money = p_to, moves = moves + 1 where cashout_id = p_cashout.id;
  update public.referrers
  set paid_cents = paid_cents
    + case when p_to = 'paid_out' then v_amount
           when v_payout.money = 'paid_out' then -v_amount else 0 end
  where user_id = p_cashout.user_id;
end;
$function$;

COMMENT ON FUNCTION "private"."move_cashout_money"(public.cashouts, text) IS 'Moves the money of a cashout: paid_out, or returned to what is earned. Under the wallet''s lock.';

REVOKE ALL ON FUNCTION "private"."move_cashout_money"(public.cashouts, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."move_cashout_money"(public.cashouts, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."move_cashout_money"(public.cashouts, text) TO "postgres";
