-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.follow_payout (
  p_cashout public.cashouts,
  p_state   text,
  p_item    jsonb
)
  RETURNS text
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  perform from private.cashout_move where from_state = p_cashout.state and to_state = p_state;
  if not found then
    perform private.raise_discrepancy(p_cashout.id, 'state', p_item);
    return p_cashout.state;
  end if;
  update public.cashouts set transaction_id = p_item ->> 'transaction_id'
  where id = p_cashout.id and p_item ->> 'transaction_id' is not null;
  if p_state = 'unclaimed' then
    update public.cashouts
    set state = p_state, reason = 'No PayPal account has this address yet.'
    where id = p_cashout.id;
  else
    perform private.end_cashout(p_cashout, p_state, p_item ->> 'error');
  end if;
  return p_state;
end;
$function$;

COMMENT ON FUNCTION "private"."follow_payout"(public.cashouts, text, jsonb) IS 'Brings a cashout to the state that PayPal reports; what cannot follow is raised and left.';

REVOKE ALL ON FUNCTION "private"."follow_payout"(public.cashouts, text, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."follow_payout"(public.cashouts, text, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."follow_payout"(public.cashouts, text, jsonb) TO "postgres";
