-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.late_hold (
  p_hold_id uuid
)
  RETURNS uuid
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return (
    select id from private.ledger_hold where operation_key = (
      select operation_key || ':late' from private.ledger_hold where id = p_hold_id));
end;
$function$;

COMMENT ON FUNCTION "private"."late_hold"(uuid) IS 'The hold of what was charged when a settlement came later than the sweep; null without one.';

REVOKE ALL ON FUNCTION "private"."late_hold"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."late_hold"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."late_hold"(uuid) TO "postgres";
