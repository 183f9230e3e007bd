-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.earned_account (
  p_owner_id uuid
)
  RETURNS uuid
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  insert into private.ledger_account (owner_id, kind, unit, balance)
  values (p_owner_id, 'reward', 'USD', 0)
  on conflict on constraint ledger_account_owner_id_kind_unit_granted_for_key do nothing;
  return (
    select id from private.ledger_account
    where owner_id = p_owner_id and kind = 'reward' and unit = 'USD');
end;
$function$;

COMMENT ON FUNCTION "private"."earned_account"(uuid) IS 'The account of what a person has earned.';

REVOKE ALL ON FUNCTION "private"."earned_account"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."earned_account"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."earned_account"(uuid) TO "postgres";
