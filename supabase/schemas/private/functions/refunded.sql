-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.refunded (
  p_hold_id uuid
)
  RETURNS bigint
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return (select coalesce(sum(amount), 0) from private.ledger_refund where hold_id = p_hold_id);
end;
$function$;

COMMENT ON FUNCTION "private"."refunded"(uuid) IS 'How much of a settled hold was given back.';

REVOKE ALL ON FUNCTION "private"."refunded"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."refunded"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."refunded"(uuid) TO "postgres";
