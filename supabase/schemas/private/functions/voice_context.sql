-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.voice_context (
  p_session   public.voice_sessions,
  p_is_repeat boolean
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  v_character public.characters;
  v_is_shared boolean := (
    select is_shared from public.conversations where id = p_session.conversation_id);
  v_question text;
  v_said text;
begin
  select * into v_character from public.characters
  where id = (
    select character_id from public.conversations where id = p_session.conversation_id);
  select (array_agg(told order by ordinal desc) filter (where role = 'user'))[1],
    string_agg(case when role = 'assistant' then 'You: ' || told
      when v_is_shared then private.said_by(message, told) else 'They: ' || told end,
      E'\n' order by ordinal)
  into v_question, v_said
  from (
    -- One line each: what somebody wrote does not become what another said.
    select recent as message, recent.ordinal, recent.role,
      left(regexp_replace(private.as_told(recent), '\s+', ' ', 'g'), 500) as told
    from public.messages as recent
    where id = any (private.context_window(p_session.conversation_id, v_character))
    order by recent.ordinal desc limit 6
  ) as said;
  return jsonb_build_object(
    'session_id', p_session.id, 'is_repeat', p_is_repeat, 'call_nr', p_session.call_nr,
    'model', p_session.model, 'voice', p_session.voice,
    'instructions', concat_ws(E'\n\n',
      private.with_summary(
        private.system_prompt(v_character, coalesce(v_question, '')), p_session.conversation_id),
      'You talk to the person now; what was written last:' || E'\n' || v_said));
end;
$function$;

COMMENT ON FUNCTION "private"."voice_context"(public.voice_sessions, boolean) IS 'What OpenAI is told of a talk: model, voice, prompt, summary and the last messages in short.';

REVOKE ALL ON FUNCTION "private"."voice_context"(public.voice_sessions, boolean) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."voice_context"(public.voice_sessions, boolean) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."voice_context"(public.voice_sessions, boolean) TO "postgres";
