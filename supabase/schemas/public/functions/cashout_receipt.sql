-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.cashout_receipt (
  p_user_id uuid,
  p_id      uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_cashout public.cashouts := private.require_own_cashout(p_user_id, p_id);
begin
  return to_jsonb(v_cashout) - 'user_id' - 'client_key' || (
    select jsonb_build_object(
      'currency', 'USD', 'money', money, 'fee_cents', 0,
      'payout_item_id', item_id, 'entries', (
        select coalesce(jsonb_agg(jsonb_build_object('transfer_id', transfer.id,
          'reason', reason, 'at', created_at) order by transfer.id), '[]')
        from generate_series(0, moves) as nr
        join private.ledger_transfer as transfer
          on operation_key = format('cashout:%s:%s', p_id, nr)))
    from private.payout where cashout_id = p_id);
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."cashout_receipt"(uuid, uuid) TO "service_role";

COMMENT ON FUNCTION "public"."cashout_receipt"(uuid, uuid) IS 'What became of a cashout: amount, receiver, times, PayPal''s ids, entries of the ledger. The platform bears PayPal''s fee. PT404.';

REVOKE ALL ON FUNCTION "public"."cashout_receipt"(uuid, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."cashout_receipt"(uuid, uuid) TO "postgres";

REVOKE ALL ON FUNCTION "public"."cashout_receipt"(uuid, uuid) FROM PUBLIC, "anon", "authenticated";
