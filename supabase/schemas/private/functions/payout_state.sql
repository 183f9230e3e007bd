-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.payout_state (
  p_status text
)
  RETURNS text
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
begin
  return case p_status
    when 'SUCCESS' then 'paid'
    when 'UNCLAIMED' then 'unclaimed'
    when 'RETURNED' then 'returned'
    when 'BLOCKED' then 'blocked'
    when 'FAILED' then 'failed'
    when 'DENIED' then 'denied'
    when 'REFUNDED' then 'refunded'
    when 'REVERSED' then 'refunded'
    else 'sent' end;
end;
$function$;

COMMENT ON FUNCTION "private"."payout_state"(text) IS 'What PayPal''s status of an item means; PENDING, ONHOLD and whatever is new: it is on its way.';

REVOKE ALL ON FUNCTION "private"."payout_state"(text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."payout_state"(text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."payout_state"(text) TO "postgres";
