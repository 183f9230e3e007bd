-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.answer_anew (
  p_operation   text,
  p_user_id     uuid,
  p_source      public.messages,
  p_source_turn public.turns,
  p_parent_id   uuid,
  p_ip          inet
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_question public.messages;
  v_turn public.turns;
begin
  v_turn.left_message_id := private.leaf_of(p_source.conversation_id);
  perform private.show_path(p_source.conversation_id, p_parent_id);
  select * into strict v_question from public.messages where id = p_source_turn.user_message_id;
  if v_question.deleted_at is not null then
    perform private.message_not_found();
  end if;
  v_turn.user_id := p_user_id;
  v_turn.conversation_id := p_source.conversation_id;
  v_turn.operation := p_operation;
  v_turn.answer_kind := p_source_turn.answer_kind;
  v_turn.source_message_id := p_source.id;
  v_turn.user_message_id := v_question.id;
  return private.open_turn(
    v_turn, p_parent_id, private.turn_text(v_turn), v_question.kind,
    private.attached_assets(v_question.id), p_ip);
end;
$function$;

COMMENT ON FUNCTION "private"."answer_anew"(text, uuid, public.messages, public.turns, uuid, inet) IS 'A turn that answers below a message that is there.';

REVOKE ALL ON FUNCTION "private"."answer_anew"(text, uuid, public.messages, public.turns, uuid, inet) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."answer_anew"(text, uuid, public.messages, public.turns, uuid, inet) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."answer_anew"(text, uuid, public.messages, public.turns, uuid, inet) TO "postgres";
