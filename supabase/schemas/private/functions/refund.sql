-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.refund (
  p_hold_id       uuid,
  p_amount        bigint,
  p_operation_key text,
  p_reason        text
)
  RETURNS private.ledger_refund
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_hold private.ledger_hold := private.lock_hold(p_hold_id);
  v_refund private.ledger_refund;
  v_left bigint := coalesce(v_hold.settled_amount, 0) - private.refunded(p_hold_id);
  v_legs private.ledger_leg[];
begin
  select * into v_refund from private.ledger_refund where operation_key = p_operation_key;
  if found then
    if (v_refund.hold_id, v_refund.amount) is distinct from (p_hold_id, p_amount) then
      perform private.refuse_hold_conflict(p_operation_key);
    end if;
    return v_refund;
  end if;
  if p_amount is null or p_amount < 1 or p_amount > v_left then
    raise sqlstate 'PT409' using
      message = 'refund_out_of_range',
      detail = jsonb_build_object('amount', p_amount, 'refundable', v_left)::text,
      hint = format('At most %s credits can be given back.', v_left);
  end if;
  insert into private.ledger_refund (hold_id, operation_key, amount, reason)
  values (p_hold_id, p_operation_key, p_amount, p_reason)
  on conflict on constraint ledger_refund_operation_key_key do nothing
  returning * into v_refund;
  if not found then
    perform private.refuse_hold_conflict(p_operation_key);
  end if;
  v_legs := private.refund_legs(v_hold, p_amount);
  update private.ledger_account set closed_at = null
  where closed_at is not null and id in (select account_id from unnest(v_legs));
  perform private.transfer('refund:' || p_operation_key, p_reason, v_legs
    || row(private.platform_account('revenue', 'credit'), -p_amount)::private.ledger_leg);
  perform private.pay_debt(v_hold.owner_id, null);
  -- A period that is over takes its credits back when the wallet is next brought up to date.
  update private.wallet set renews_at = now()
  where owner_id = v_hold.owner_id and renews_at > now() and exists (
    select from private.ledger_hold_part as part
    join private.ledger_account as account on account.id = part.account_id
    where part.hold_id = p_hold_id and account.expires_at <= now());
  return v_refund;
end;
$function$;

COMMENT ON FUNCTION "private"."refund"(uuid, bigint, text, text) IS 'Gives back a part of what a hold settled, once per operation key. PT404, PT409.';

REVOKE ALL ON FUNCTION "private"."refund"(uuid, bigint, text, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."refund"(uuid, bigint, text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."refund"(uuid, bigint, text, text) TO "postgres";
