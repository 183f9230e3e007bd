-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.lock_payment (
  p_provider   text,
  p_payment_id text
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  -- A refund that comes together with its payment: one of the two must see the other.
  perform pg_advisory_xact_lock(hashtextextended(p_provider || ':' || p_payment_id, 0));
end;
$function$;

COMMENT ON FUNCTION "private"."lock_payment"(text, text) IS 'Locks a payment by the provider''s id, whether it is known or not.';

REVOKE ALL ON FUNCTION "private"."lock_payment"(text, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."lock_payment"(text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."lock_payment"(text, text) TO "postgres";
