-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.release_hold (
  p_hold_id uuid,
  p_taken   bigint
)
  RETURNS private.ledger_leg[]
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_part record;
  v_left bigint := p_taken;
  v_share bigint;
  v_legs private.ledger_leg[] := '{}';
begin
  for v_part in
    select account_id, amount from private.ledger_hold_part as part
    where hold_id = p_hold_id
    order by (select expires_at from private.ledger_account where id = part.account_id) nulls last,
      account_id
  loop
    update private.ledger_account set held = held - v_part.amount where id = v_part.account_id;
    v_share := least(v_part.amount, v_left);
    v_legs := v_legs || row(v_part.account_id, -v_share)::private.ledger_leg;
    v_left := v_left - v_share;
  end loop;
  return v_legs;
end;
$function$;

COMMENT ON FUNCTION "private"."release_hold"(uuid, bigint) IS 'Takes a hold''s parts off the accounts, for settle and void, which close the hold with it; returns what each account pays of what is taken, soonest expiring first.';

REVOKE ALL ON FUNCTION "private"."release_hold"(uuid, bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."release_hold"(uuid, bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."release_hold"(uuid, bigint) TO "postgres";
