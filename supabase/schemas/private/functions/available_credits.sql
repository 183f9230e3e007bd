-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.available_credits (
  p_owner_id uuid
)
  RETURNS bigint
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return (
    select greatest(coalesce(sum(balance - held), 0), 0) from private.ledger_account
    where owner_id = p_owner_id and unit = 'credit' and closed_at is null
      and (expires_at is null or expires_at > now()));
end;
$function$;

COMMENT ON FUNCTION "private"."available_credits"(uuid) IS 'What an owner can spend now: what is free, less what is owed.';

REVOKE ALL ON FUNCTION "private"."available_credits"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."available_credits"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."available_credits"(uuid) TO "postgres";
