-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.settle (
  p_hold_id uuid,
  p_amount  bigint
)
  RETURNS private.ledger_hold
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_hold private.ledger_hold;
  v_legs private.ledger_leg[];
begin
  v_hold := private.lock_hold(p_hold_id);
  if v_hold.state <> 'held' then
    return v_hold;
  end if;
  if p_amount is null or p_amount < 0 or p_amount > v_hold.amount then
    raise exception 'settlement_out_of_range' using
      errcode = 'check_violation',
      detail = format('%s of a hold of %s', p_amount, v_hold.amount);
  end if;

  v_legs := private.release_hold(p_hold_id, p_amount);
  if p_amount > 0 then
    perform private.transfer('settle:' || v_hold.operation_key, v_hold.reason,
      v_legs || row(private.platform_account('revenue', 'credit'), p_amount)::private.ledger_leg);
  end if;

  update private.ledger_hold
  set state = 'settled', settled_amount = p_amount, closed_at = now()
  where id = p_hold_id
  returning * into v_hold;
  return v_hold;
end;
$function$;

COMMENT ON FUNCTION "private"."settle"(uuid, bigint) IS 'Takes what the work cost, 0 to the held amount, and frees the rest. A closed hold stays.';

REVOKE ALL ON FUNCTION "private"."settle"(uuid, bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."settle"(uuid, bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."settle"(uuid, bigint) TO "postgres";
