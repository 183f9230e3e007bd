-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.end_cashout (
  p_cashout public.cashouts,
  p_state   text,
  p_reason  text
)
  RETURNS public.cashouts
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_cashout public.cashouts;
begin
  update public.cashouts
  set state = p_state, closed_at = now(), reason = left(p_reason, 300)
  where id = p_cashout.id
  returning * into v_cashout;
  perform private.move_cashout_money(
    v_cashout, case p_state when 'paid' then 'paid_out' else 'returned' end);
  return v_cashout;
end;
$function$;

COMMENT ON FUNCTION "private"."end_cashout"(public.cashouts, text, text) IS 'Ends a cashout, with its money where it belongs then. Its message is left to the worker. PT409.';

REVOKE ALL ON FUNCTION "private"."end_cashout"(public.cashouts, text, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."end_cashout"(public.cashouts, text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."end_cashout"(public.cashouts, text, text) TO "postgres";
