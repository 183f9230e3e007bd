-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.fund_turn (
  p_turn public.turns
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  perform private.hold(
    p_turn.user_id, p_turn.held_credits, format('turn:%s:%s', p_turn.id, p_turn.attempt),
    'turn', private.turn_lease(), p_turn.hold_id);
end;
$function$;

COMMENT ON FUNCTION "private"."fund_turn"(public.turns) IS 'Holds the price of the turn''s current attempt. PT402.';

REVOKE ALL ON FUNCTION "private"."fund_turn"(public.turns) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."fund_turn"(public.turns) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."fund_turn"(public.turns) TO "postgres";
