-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.hold (
  p_owner_id      uuid,
  p_amount        bigint,
  p_operation_key text,
  p_reason        text,
  p_lasts         interval,
  p_hold_id       uuid     DEFAULT gen_random_uuid()
)
  RETURNS private.ledger_hold
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_hold private.ledger_hold;
  v_available bigint;
  v_wallet record;
  v_left bigint := p_amount;
  v_part bigint;
begin
  perform private.open_wallet(p_owner_id);

  select * into v_hold from private.ledger_hold where operation_key = p_operation_key;
  if found then
    if v_hold.owner_id <> p_owner_id or v_hold.amount <> p_amount then
      perform private.refuse_hold_conflict(p_operation_key);
    end if;
    return v_hold;
  end if;

  v_available := private.available_credits(p_owner_id);
  if v_available < p_amount then
    raise sqlstate 'PT402' using
      message = 'insufficient_credits',
      detail = jsonb_build_object('available', v_available, 'needed', p_amount)::text,
      hint = format('Credits needed: %s; available: %s.', p_amount, v_available);
  end if;

  insert into private.ledger_hold (id, owner_id, operation_key, reason, amount, expires_at)
  values (p_hold_id, p_owner_id, p_operation_key, p_reason, p_amount, now() + p_lasts)
  on conflict on constraint ledger_hold_operation_key_key do nothing
  returning * into v_hold;
  if not found then
    -- Another owner took the key meanwhile; a twin of the same owner waited at the wallets above.
    perform private.refuse_hold_conflict(p_operation_key);
  end if;

  -- Row by row, so that every plan is one index lookup, also one made while the tables were small.
  for v_wallet in
    select id, balance - held as free from private.ledger_account
    where owner_id = p_owner_id and unit = 'credit' and closed_at is null and balance > held
      and (expires_at is null or expires_at > now())
    order by expires_at nulls last, id
  loop
    v_part := least(v_wallet.free, v_left);
    exit when v_part = 0;
    insert into private.ledger_hold_part (hold_id, account_id, amount)
    values (v_hold.id, v_wallet.id, v_part);
    update private.ledger_account set held = held + v_part where id = v_wallet.id;
    v_left := v_left - v_part;
  end loop;
  return v_hold;
end;
$function$;

COMMENT ON FUNCTION "private"."hold"(uuid, bigint, text, text, interval, uuid) IS 'Reserves credits once per operation key, soonest expiring first. PT402 with available, needed.';

REVOKE ALL ON FUNCTION "private"."hold"(uuid, bigint, text, text, interval, uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."hold"(uuid, bigint, text, text, interval, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."hold"(uuid, bigint, text, text, interval, uuid) TO "postgres";
