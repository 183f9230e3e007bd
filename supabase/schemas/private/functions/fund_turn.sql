-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.fund_turn (
  p_turn        public.turns,
  p_quote       private.turn_quote,
  p_character   public.characters,
  p_ip          inet,
  p_kind        text,
  p_attachments integer
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_plan public.plans;
  v_limits jsonb;
begin
  perform private.require_turn(p_turn);
  perform private.open_wallet(p_turn.user_id);
  -- Not the quote's: the plan, or all plans, may have changed while this waited for the wallet.
  v_plan := private.current_plan(p_turn.user_id);
  update public.turns set plan = v_plan.slug where id = p_turn.id and plan <> v_plan.slug;
  perform private.require_open_character(p_character, v_plan);
  if p_turn.answer_kind = 'audio' then
    perform private.require_feature(v_plan, 'speech');
  end if;
  v_limits := private.take_allowance(v_plan.slug, p_turn.user_id, p_ip, p_character.id,
    array[
      row('requests', 1), row('messages', 1), row(p_kind || '_messages', 1),
      -- What is not taken is not counted.
      row(case when p_attachments > 0 then 'attachments' end, p_attachments),
      row('tokens', p_quote.input_tokens + p_character.max_output_tokens),
      row('streams', private.open_answers(p_turn.user_id))
    ]::private.take[],
    p_turn.hold_id);
  perform private.hold(
    p_turn.user_id, p_turn.held_credits, format('turn:%s:%s', p_turn.id, p_turn.attempt),
    'turn', private.turn_lease(), p_turn.hold_id);
  return v_limits;
end;
$function$;

COMMENT ON FUNCTION "private"."fund_turn"(public.turns, private.turn_quote, public.characters, inet, text, integer) IS 'Counts the turn''s current attempt, whose row is there, against all limits and holds its price; returns how the limits stand. PT402, PT403, PT409, PT429.';

REVOKE ALL ON FUNCTION "private"."fund_turn"(public.turns, private.turn_quote, public.characters, inet, text, integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."fund_turn"(public.turns, private.turn_quote, public.characters, inet, text, integer) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."fund_turn"(public.turns, private.turn_quote, public.characters, inet, text, integer) TO "postgres";
