-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.refuse_payout (
  p_id    uuid,
  p_error text
)
  RETURNS text
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_cashout public.cashouts := private.lock_cashout(p_id);
  v_payout private.payout;
begin
  update private.payout set last_error = left(p_error, 2000), attempts = attempts + 1
  where cashout_id = p_id returning * into v_payout;
  if v_cashout.state <> 'sending' then
    return v_cashout.state;
  elsif v_payout.is_uncertain then
    perform private.raise_discrepancy(p_id, 'refused_after_unknown',
      jsonb_build_object('error', left(p_error, 1000)));
    perform pgmq.set_vt('cashouts', v_payout.message_id, 3600);
    return v_cashout.state;
  end if;
  perform private.end_cashout(v_cashout, 'failed', 'PayPal does not pay to this address.');
  perform private.finish_payout(v_payout);
  return 'failed';
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."refuse_payout"(uuid, text) TO "service_role";

COMMENT ON FUNCTION "public"."refuse_payout"(uuid, text) IS 'PayPal would not have the cashout, and never had: the money goes back. If an earlier answer was lost an admin decides. Returns the state. PT404.';

REVOKE ALL ON FUNCTION "public"."refuse_payout"(uuid, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."refuse_payout"(uuid, text) TO "postgres";

REVOKE ALL ON FUNCTION "public"."refuse_payout"(uuid, text) FROM PUBLIC, "anon", "authenticated";
