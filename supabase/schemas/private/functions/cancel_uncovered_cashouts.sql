-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.cancel_uncovered_cashouts (
  p_user_id uuid
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_cashout public.cashouts;
begin
  for v_cashout in
    select * from public.cashouts
    where user_id = p_user_id and state in ('requested', 'approved')
    order by created_at desc, id
    for no key update
  loop
    exit when not exists (
      select from private.ledger_account
      where owner_id = p_user_id and kind = 'debt' and unit = 'USD' and balance < 0);
    perform private.end_cashout(v_cashout, 'cancelled', 'A reward of it was taken back.');
  end loop;
end;
$function$;

COMMENT ON FUNCTION "private"."cancel_uncovered_cashouts"(uuid) IS 'Takes what is owed from cashouts that nobody has sent yet, the newest first. Under the wallet''s lock.';

REVOKE ALL ON FUNCTION "private"."cancel_uncovered_cashouts"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."cancel_uncovered_cashouts"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."cancel_uncovered_cashouts"(uuid) TO "postgres";
