-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.list_cashout_reviews (
  p_state     text                     DEFAULT 'requested'::text,
  p_before_at timestamp with time zone DEFAULT NULL::timestamp WITH time zone,
  p_limit     integer                  DEFAULT 50
)
  RETURNS TABLE (
    id           uuid,
    user_id      uuid,
    amount_cents bigint,
    receiver     text,
    state        text,
    created_at   timestamp with time zone,
    risks        text[],
    attempts     integer,
    last_error   text,
    batch_id     text,
    item_id      text,
    fee_cents    bigint,
    reason       text
  )
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform private.audit_as_admin('list_cashout_reviews', 'cashouts', jsonb_build_object(
    'state', p_state, 'before_at', p_before_at));
  return query
    select cashout.id, cashout.user_id, cashout.amount_cents, cashout.receiver, cashout.state,
      cashout.created_at, payout.risks, payout.attempts, payout.last_error, payout.batch_id,
      payout.item_id, payout.fee_cents, cashout.reason
    from public.cashouts as cashout join private.payout on cashout_id = cashout.id
    where cashout.state = p_state and (p_before_at is null or cashout.created_at < p_before_at)
    order by cashout.created_at desc
    limit least(p_limit, 200);
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."list_cashout_reviews"(text, timestamp WITH time zone, integer) TO "authenticated";

COMMENT ON FUNCTION "public"."list_cashout_reviews"(text, timestamp with time zone, integer) IS 'Cashouts of a state with what the platform knows of them, newest first; page by created_at. PT403.';

REVOKE ALL ON FUNCTION "public"."list_cashout_reviews"(text, timestamp WITH time zone, integer) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."list_cashout_reviews"(text, timestamp WITH time zone, integer) TO "postgres";

REVOKE ALL ON FUNCTION "public"."list_cashout_reviews"(text, timestamp WITH time zone, integer) FROM PUBLIC, "anon", "service_role";
