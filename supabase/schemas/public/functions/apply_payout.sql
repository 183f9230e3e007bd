-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.apply_payout (
  p_id         uuid,
  p_item       jsonb,
  p_version_at timestamp with time zone
)
  RETURNS text
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_cashout public.cashouts := private.lock_cashout(p_id);
  v_state text := private.payout_state(p_item ->> 'status');
  v_payout private.payout;
begin
  if v_cashout.state = 'sending' then
    perform public.record_payout(p_id, p_item ->> 'batch_id');
    v_cashout.state := 'sent';
  end if;
  update private.payout
  set version_at = p_version_at, item_id = p_item ->> 'item_id', attempts = 0, last_error = null,
    fee_cents = coalesce((p_item ->> 'fee_cents')::bigint, fee_cents)
  where cashout_id = p_id and version_at < p_version_at
  returning * into v_payout;
  if not found then
    return 'stale';
  end if;
  perform private.compare_payout(v_cashout, p_item);
  if v_state <> v_cashout.state then
    v_state := private.follow_payout(v_cashout, v_state, p_item);
  end if;
  if v_state in ('sent', 'unclaimed') then
    -- Webhooks come first mostly: half a minute at the beginning, at last six hours.
    perform pgmq.set_vt('cashouts', v_payout.message_id, greatest(30, least(21600,
      extract(epoch from now() - v_payout.first_sent_at) / 4))::integer);
  elsif v_payout.message_id is not null then
    perform private.finish_payout(v_payout);
  end if;
  return v_state;
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."apply_payout"(uuid, jsonb, timestamp WITH time zone) TO "service_role";

COMMENT ON FUNCTION "public"."apply_payout"(uuid, jsonb, timestamp with time zone) IS 'Takes in an item as PayPal has it: item_id, batch_id, status, amount_cents, currency, receiver, and where known transaction_id, fee_cents, error. Returns the state after it, or stale when a newer version is there. PT404.';

REVOKE ALL ON FUNCTION "public"."apply_payout"(uuid, jsonb, timestamp WITH time zone) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."apply_payout"(uuid, jsonb, timestamp WITH time zone) TO "postgres";

REVOKE ALL ON FUNCTION "public"."apply_payout"(uuid, jsonb, timestamp WITH time zone) FROM PUBLIC, "anon", "authenticated";
