-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.void (
  p_hold_id uuid
)
  RETURNS private.ledger_hold
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_hold private.ledger_hold := private.lock_hold(p_hold_id);
begin
  if v_hold.state <> 'held' then
    return v_hold;
  end if;
  perform private.release_hold(p_hold_id, 0);
  update private.ledger_hold
  set state = 'voided', settled_amount = 0, closed_at = now()
  where id = p_hold_id
  returning * into v_hold;
  return v_hold;
end;
$function$;

COMMENT ON FUNCTION "private"."void"(uuid) IS 'Gives back all that was held. A closed hold stays as it is.';

REVOKE ALL ON FUNCTION "private"."void"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."void"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."void"(uuid) TO "postgres";
