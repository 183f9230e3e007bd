-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.finish_payout (
  p_payout private.payout
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  update private.payout set message_id = null where cashout_id = p_payout.cashout_id;
  perform pgmq.delete('cashouts', p_payout.message_id);
end;
$function$;

COMMENT ON FUNCTION "private"."finish_payout"(private.payout) IS 'Nothing more is to be asked about a cashout.';

REVOKE ALL ON FUNCTION "private"."finish_payout"(private.payout) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."finish_payout"(private.payout) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."finish_payout"(private.payout) TO "postgres";
