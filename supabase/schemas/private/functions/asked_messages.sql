-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.asked_messages (
  p_turn      public.turns,
  p_character public.characters
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  v_question public.messages;
  v_parent public.messages;
  v_answer public.messages;
  v_messages jsonb;
begin
  select * into strict v_question from public.messages where id = p_turn.user_message_id;
  select * into strict v_answer from public.messages where id = p_turn.assistant_message_id;
  select jsonb_agg(jsonb_build_object('role', role, 'content', content) order by ordinal)
  into v_messages
  from (
    select role, content, ordinal
    from private.context_window(p_turn.conversation_id, p_character, v_question.ordinal)
    union all
    select v_question.role, v_question.content, v_question.ordinal
    union all
    -- What there is of the answer, when it is continued.
    select role, content, ordinal from public.messages
    where conversation_id = p_turn.conversation_id and is_current
      and ordinal > v_question.ordinal and ordinal < v_answer.ordinal
  ) as asked;
  select * into v_parent from public.messages where id = v_answer.parent_id;
  if v_parent.role = 'assistant' then
    v_messages := v_messages || jsonb_build_object(
      'role', 'user', 'content', private.wish_to_go_on());
  end if;
  return v_messages;
end;
$function$;

COMMENT ON FUNCTION "private"."asked_messages"(public.turns, public.characters) IS 'The window, the question, and for a continuation what was answered with the wish to go on.';

REVOKE ALL ON FUNCTION "private"."asked_messages"(public.turns, public.characters) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."asked_messages"(public.turns, public.characters) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."asked_messages"(public.turns, public.characters) TO "postgres";
