-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.close_turn (
  p_turn          public.turns,
  p_state         text,
  p_text          text,
  p_finish_reason text,
  p_error_code    text,
  p_input_tokens  integer,
  p_output_tokens integer
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  -- Whether it failed is decided by what was delivered, not by who reports it.
  v_state text := case
    when p_text !~ '\S' then 'failed' when p_state = 'failed' then 'interrupted' else p_state end;
  v_charged bigint;
begin
  v_charged := private.charge_turn(p_turn, private.turn_charge(
    v_state, p_turn.held_credits, p_text, p_output_tokens, p_turn.max_output_tokens));
  update public.turns
  set state = v_state, charged_credits = v_charged, finish_reason = p_finish_reason,
    error_code = coalesce(p_error_code, case when v_state = 'failed' then 'empty_answer' end),
    input_tokens = p_input_tokens, output_tokens = p_output_tokens, settled_at = now()
  where id = p_turn.id;
  update public.messages set state = v_state, content = p_text
  where id = p_turn.assistant_message_id;
  update public.conversations set last_message_at = now() where id = p_turn.conversation_id;
end;
$function$;

COMMENT ON FUNCTION "private"."close_turn"(public.turns, text, text, text, text, integer, integer) IS 'Ends a turn: charge, receipt and answer, all or nothing.';

REVOKE ALL ON FUNCTION "private"."close_turn"(public.turns, text, text, text, text, integer, integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."close_turn"(public.turns, text, text, text, text, integer, integer) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."close_turn"(public.turns, text, text, text, text, integer, integer) TO "postgres";
