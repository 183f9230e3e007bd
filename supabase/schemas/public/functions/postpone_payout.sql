-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.postpone_payout (
  p_id           uuid,
  p_error        text,
  p_is_uncertain boolean
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_payout private.payout;
begin
  update private.payout
  set last_error = left(p_error, 2000), attempts = attempts + 1,
    is_uncertain = is_uncertain or p_is_uncertain
  where cashout_id = p_id returning * into v_payout;
  -- 2 s, 4 s, ... an hour.
  perform pgmq.set_vt(
    'cashouts', v_payout.message_id, least(3600, 2 ^ least(v_payout.attempts, 12))::integer);
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."postpone_payout"(uuid, text, boolean) TO "service_role";

COMMENT ON FUNCTION "public"."postpone_payout"(uuid, text, boolean) IS 'PayPal could not be asked, or gave no answer: the cashout comes again later.';

REVOKE ALL ON FUNCTION "public"."postpone_payout"(uuid, text, boolean) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."postpone_payout"(uuid, text, boolean) TO "postgres";

REVOKE ALL ON FUNCTION "public"."postpone_payout"(uuid, text, boolean) FROM PUBLIC, "anon", "authenticated";
