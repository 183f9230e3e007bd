-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.settle_allowance (
  p_reservation_id uuid,
  p_takes          private.take[]
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_reservation private.allowance_reservation;
  v_count private.counted;
  v_amount bigint;
  v_counts private.counted[] := '{}';
begin
  select * into v_reservation from private.allowance_reservation where id = p_reservation_id;
  if not found then
    return;
  end if;
  foreach v_count in array v_reservation.counts loop
    v_amount := coalesce(
      (select amount from unnest(p_takes) where meter = v_count.meter), v_count.amount);
    update private.allowance_count
    set used = greatest(0, used + v_amount - v_count.amount)
    where user_id = v_reservation.user_id and meter = v_count.meter
      and window_kind = v_count.window_kind and scope_id = v_count.scope_id
      and starts_on = v_count.starts_on;
    v_count.amount := v_amount;
    v_counts := v_counts || v_count;
  end loop;
  update private.allowance_reservation set counts = v_counts where id = p_reservation_id;
end;
$function$;

COMMENT ON FUNCTION "private"."settle_allowance"(uuid, private.take[]) IS 'Corrects what a reservation counted to what it came to, the wallet being locked; meters that are not named stay as they are.';

REVOKE ALL ON FUNCTION "private"."settle_allowance"(uuid, private.take[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."settle_allowance"(uuid, private.take[]) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."settle_allowance"(uuid, private.take[]) TO "postgres";
