-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.take_back_answer (
  p_turn       public.turns,
  p_error_code text
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  perform from private.wallet where owner_id = p_turn.user_id for no key update;
  perform private.refund_up_to(p_turn.hold_id, p_turn.charged_credits,
    format('turn:%s:%s:late', p_turn.id, p_turn.attempt), p_error_code);
  update public.turns set error_code = p_error_code where id = p_turn.id;
  update public.messages set content = '' where id = p_turn.assistant_message_id;
end;
$function$;

COMMENT ON FUNCTION "private"."take_back_answer"(public.turns, text) IS 'Empties an answer that the sweep closed and that is refused later, and gives back its price.';

REVOKE ALL ON FUNCTION "private"."take_back_answer"(public.turns, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."take_back_answer"(public.turns, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."take_back_answer"(public.turns, text) TO "postgres";
