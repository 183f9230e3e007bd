-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.refunded_in_all (
  p_hold_id uuid
)
  RETURNS bigint
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return private.refunded(p_hold_id) + private.refunded(private.late_hold(p_hold_id));
end;
$function$;

COMMENT ON FUNCTION "private"."refunded_in_all"(uuid) IS 'How much of a turn or an action was given back, also of what was charged late.';

REVOKE ALL ON FUNCTION "private"."refunded_in_all"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."refunded_in_all"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."refunded_in_all"(uuid) TO "postgres";
