-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.claim_cashouts (
  p_count integer
)
  RETURNS TABLE (
    id           uuid,
    amount_cents bigint,
    receiver     text,
    batch_id     text,
    is_sendable  boolean,
    claimed_at   timestamp with time zone
  )
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  c_known_days constant integer := 25; -- PayPal knows an id for thirty.
  v_message record;
  v_cashout public.cashouts;
  v_payout private.payout;
begin
  for v_message in select * from pgmq.read('cashouts', 60, least(p_count, 20)) loop
    -- Whoever changes it now comes first: its message comes again.
    select * into v_cashout from public.cashouts as cashout
    where cashout.id = (v_message.message ->> 'cashout_id')::uuid
    for no key update skip locked;
    continue when not found;
    select * into v_payout from private.payout
    where cashout_id = v_cashout.id for no key update;
    if v_payout.message_id is distinct from v_message.msg_id
      or (v_cashout.closed_at is not null and v_payout.batch_id is null)
    then
      perform pgmq.delete('cashouts', v_message.msg_id);
      continue;
    end if;
    update public.cashouts as cashout set state = 'sending'
    where cashout.id = v_cashout.id and cashout.state = 'approved';
    update private.payout as payout
    set first_sent_at = coalesce(first_sent_at, now()),
      -- Claimed once more: the answer of the first time is lost.
      is_uncertain = payout.is_uncertain or v_cashout.state = 'sending'
    where cashout_id = v_cashout.id
    returning * into v_payout;
    id := v_cashout.id;
    amount_cents := v_cashout.amount_cents;
    receiver := v_cashout.receiver;
    batch_id := v_payout.batch_id;
    is_sendable := v_cashout.state in ('approved', 'sending')
      and v_payout.first_sent_at > now() - make_interval(days => c_known_days);
    claimed_at := clock_timestamp();
    if batch_id is null and not is_sendable then
      perform private.raise_discrepancy(v_cashout.id, 'too_old_to_send',
        jsonb_build_object('first_sent_at', v_payout.first_sent_at));
      perform pgmq.set_vt('cashouts', v_message.msg_id, 86400);
      continue;
    end if;
    return next;
  end loop;
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."claim_cashouts"(integer) TO "service_role";

COMMENT ON FUNCTION "public"."claim_cashouts"(integer) IS 'Up to so many cashouts that are due, for a minute nobody else''s: to be sent under their id, or asked for by their batch. claimed_at is the version of what is read after it.';

REVOKE ALL ON FUNCTION "public"."claim_cashouts"(integer) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."claim_cashouts"(integer) TO "postgres";

REVOKE ALL ON FUNCTION "public"."claim_cashouts"(integer) FROM PUBLIC, "anon", "authenticated";
