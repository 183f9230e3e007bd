-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.posted_credits (
  p_account_id uuid,
  VARIADIC     p_reasons text[]
)
  RETURNS bigint
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return (
    select coalesce(sum(amount), 0)
    from private.ledger_entry as entry
    join private.ledger_transfer as transfer on transfer.id = entry.transfer_id
    where account_id = p_account_id and reason = any (p_reasons));
end;
$function$;

COMMENT ON FUNCTION "private"."posted_credits"(uuid, text[]) IS 'What transfers of some reasons have added to an account, less what they took.';

REVOKE ALL ON FUNCTION "private"."posted_credits"(uuid, text[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."posted_credits"(uuid, text[]) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."posted_credits"(uuid, text[]) TO "postgres";
