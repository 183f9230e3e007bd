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
  v_answer public.messages;
  v_asked uuid[];
  v_messages jsonb;
  v_is_shared boolean := (
    select is_shared from public.conversations where id = p_turn.conversation_id);
begin
  select * into strict v_question from public.messages where id = p_turn.user_message_id;
  select * into strict v_answer from public.messages where id = p_turn.assistant_message_id;
  v_asked := private.context_window(p_turn.conversation_id, p_character, v_question.ordinal)
    || v_question.id
    -- What there is of the answer, when it is continued.
    || array(
      select id from public.messages
      where conversation_id = p_turn.conversation_id and is_current
        and ordinal > v_question.ordinal and ordinal < v_answer.ordinal);
  select jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
      'role', asked.role,
      'content', case when v_is_shared
        then private.said_by(asked, private.as_told(asked)) else private.as_told(asked) end,
      'caption', case when seen.pictures is null then null
        when v_is_shared then private.said_by(asked, asked.content) else asked.content end,
      'pictures', seen.pictures))
    order by asked.ordinal)
  into v_messages
  from public.messages as asked
  left join private.seen_pictures(v_question.id,
    array(select id from public.messages where id = any (v_asked) and kind <> 'text'),
    p_character.context_images) as seen on seen.message_id = asked.id
  where asked.id = any (v_asked);
  if v_answer.parent_id <> v_question.id then
    v_messages := v_messages || jsonb_build_object(
      'role', 'user', 'content', private.wish_to_go_on());
  end if;
  return v_messages;
end;
$function$;

COMMENT ON FUNCTION "private"."asked_messages"(public.turns, public.characters) IS 'The window, the question, and for a continuation what was answered with the wish to go on. Where pictures are to be seen, a message has them and its words alone (caption), beside what is told where they cannot be seen (content).';

REVOKE ALL ON FUNCTION "private"."asked_messages"(public.turns, public.characters) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."asked_messages"(public.turns, public.characters) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."asked_messages"(public.turns, public.characters) TO "postgres";
