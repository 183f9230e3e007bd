-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.miss_payout (
  p_id    uuid,
  p_error text
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform private.raise_discrepancy(p_id, 'unknown_at_paypal',
    jsonb_build_object('error', left(p_error, 1000)));
  perform pgmq.set_vt('cashouts', message_id, 86400) from private.payout
  where cashout_id = p_id and message_id is not null;
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."miss_payout"(uuid, text) TO "service_role";

COMMENT ON FUNCTION "public"."miss_payout"(uuid, text) IS 'PayPal does not know a batch that it had: an admin looks, the worker asks again in a day.';

REVOKE ALL ON FUNCTION "public"."miss_payout"(uuid, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."miss_payout"(uuid, text) TO "postgres";

REVOKE ALL ON FUNCTION "public"."miss_payout"(uuid, text) FROM PUBLIC, "anon", "authenticated";
