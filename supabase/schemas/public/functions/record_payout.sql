-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.record_payout (
  p_id       uuid,
  p_batch_id text
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_cashout public.cashouts := private.lock_cashout(p_id);
begin
  update private.payout set batch_id = p_batch_id, last_error = null
  where cashout_id = p_id and batch_id is null;
  if v_cashout.state = 'sending' then
    update public.cashouts set state = 'sent', sent_at = now() where id = p_id;
  end if;
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."record_payout"(uuid, text) TO "service_role";

COMMENT ON FUNCTION "public"."record_payout"(uuid, text) IS 'PayPal has the cashout, as that batch. Again it changes nothing. PT404.';

REVOKE ALL ON FUNCTION "public"."record_payout"(uuid, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."record_payout"(uuid, text) TO "postgres";

REVOKE ALL ON FUNCTION "public"."record_payout"(uuid, text) FROM PUBLIC, "anon", "authenticated";
