-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.ledger_refuse()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  raise exception 'ledger_is_append_only' using
    detail = format('%s of %I.%I', lower(tg_op), tg_table_schema, tg_table_name),
    hint = 'Correct a transfer by another transfer.';
end;
$function$;

COMMENT ON FUNCTION "private"."ledger_refuse"() IS 'Refuses what would rewrite the books.';

REVOKE ALL ON FUNCTION "private"."ledger_refuse"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."ledger_refuse"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."ledger_refuse"() TO "postgres";
