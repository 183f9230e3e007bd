-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.platform_account (
  p_kind text,
  p_unit text
)
  RETURNS uuid
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return (
    select id from private.ledger_account
    where owner_id is null and kind = p_kind and unit = p_unit);
end;
$function$;

COMMENT ON FUNCTION "private"."platform_account"(text, text) IS 'The platform''s account of a kind and unit.';

REVOKE ALL ON FUNCTION "private"."platform_account"(text, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."platform_account"(text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."platform_account"(text, text) TO "postgres";
