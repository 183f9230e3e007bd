-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.lock_hold (
  p_hold_id uuid
)
  RETURNS private.ledger_hold
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_hold private.ledger_hold;
begin
  perform from private.wallet
  where owner_id = (select owner_id from private.ledger_hold where id = p_hold_id)
  for no key update;
  select * into v_hold from private.ledger_hold where id = p_hold_id for no key update;
  if not found then
    raise sqlstate 'PT404' using message = 'hold_not_found';
  end if;
  return v_hold;
end;
$function$;

COMMENT ON FUNCTION "private"."lock_hold"(uuid) IS 'Locks the owner''s wallet, then the hold, and returns it. PT404.';

REVOKE ALL ON FUNCTION "private"."lock_hold"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."lock_hold"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."lock_hold"(uuid) TO "postgres";
