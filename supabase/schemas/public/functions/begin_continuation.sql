-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.begin_continuation (
  p_user_id    uuid,
  p_chat_id    text,
  p_message_id text,
  p_ip         inet DEFAULT NULL::inet
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_profile public.profiles := private.require_active_profile(p_user_id);
  v_conversation public.conversations := private.open_conversation(p_user_id, p_chat_id, null);
  v_asked public.messages := private.answer_of(
    private.source_message(v_conversation, p_user_id, p_message_id));
  v_answer public.messages;
  v_turn public.turns;
begin
  select * into strict v_answer from public.messages where id = private.answer_tail(v_asked.id);
  v_turn := private.turn_of_answer(v_answer.id);
  if v_turn.state = 'streaming' and v_turn.user_id = p_user_id then
    return private.repeat_turn(v_turn.id, p_ip);
  end if;
  if not (v_turn.state in ('stopped', 'interrupted', 'streaming')
      or v_turn.finish_reason is not distinct from 'length')
    or exists (select from public.messages where parent_id = v_answer.id and is_current)
  then
    -- Asked again after a continuation came to its end: that one.
    if v_answer.id <> v_asked.id and v_turn.user_id = p_user_id then
      return private.repeat_turn(v_turn.id, p_ip);
    end if;
    raise sqlstate 'PT409' using
      message = 'nothing_to_continue', hint = 'Only an answer that was cut can be continued.';
  end if;
  return private.answer_anew('continue', p_user_id, v_answer, v_turn, v_answer.id, p_ip);
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."begin_continuation"(uuid, text, text, inet) TO "service_role";

COMMENT ON FUNCTION "public"."begin_continuation"(uuid, text, text, inet) IS 'A turn with more of an answer that was stopped, interrupted or cut at its length, as a message below it and below what continued it before. While that streams, and once it is whole, asking again is the same turn. As begin_turn; PT404 for a message that is not there, PT409 for an answer that is whole.';

REVOKE ALL ON FUNCTION "public"."begin_continuation"(uuid, text, text, inet) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."begin_continuation"(uuid, text, text, inet) TO "postgres";

REVOKE ALL ON FUNCTION "public"."begin_continuation"(uuid, text, text, inet) FROM PUBLIC, "anon", "authenticated";
