-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.context_window (
  p_conversation_id uuid,
  p_character       public.characters,
  p_before          bigint            DEFAULT NULL::bigint
)
  RETURNS SETOF public.messages
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  v_after bigint := private.summarised_until(p_conversation_id);
begin
  return query
    select (fitting.message).*
    from (
      select recent.*, min((recent.message).ordinal) filter (
        where (recent.message).role = 'user' and recent.tokens <= p_character.context_tokens
      ) over () as first_question
      from (
        select message, sum(message.tokens_estimate) over (order by message.ordinal desc) as tokens
        from public.messages as message
        where message.conversation_id = p_conversation_id and message.is_current
          and message.ordinal > v_after and (p_before is null or message.ordinal < p_before)
          and message.state in ('complete', 'stopped', 'interrupted')
          -- A question that got no answer is asked again by its person, not by us.
          and not (
            exists (
              select from public.turns
              where user_message_id = message.id and turns.state = 'failed')
            and not exists (
              select from public.turns
              where user_message_id = message.id and turns.state <> 'failed'))
        order by message.ordinal desc limit p_character.context_messages
      ) as recent
    ) as fitting
    where fitting.tokens <= p_character.context_tokens
      and (fitting.message).ordinal >= fitting.first_question;
end;
$function$;

COMMENT ON FUNCTION "private"."context_window"(uuid, public.characters, bigint) IS 'The messages before an ordinal that the model is given with the next question.';

REVOKE ALL ON FUNCTION "private"."context_window"(uuid, public.characters, bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."context_window"(uuid, public.characters, bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."context_window"(uuid, public.characters, bigint) TO "postgres";
