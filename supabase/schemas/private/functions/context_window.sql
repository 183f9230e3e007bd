-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.context_window (
  p_conversation_id uuid,
  p_character       public.characters,
  p_before          bigint            DEFAULT NULL::bigint
)
  RETURNS uuid[]
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  v_after bigint := private.summarised_until(p_conversation_id);
  v_before bigint := coalesce(p_before, 9223372036854775807);
begin
  return array(
    select id
    from (
      select id, ordinal, min(ordinal) filter (where role = 'user') over () as first_question
      from (
        select id, ordinal, role, sum(tokens_estimate) over (order by ordinal desc) as tokens
        from public.messages as message
        where conversation_id = p_conversation_id and is_current
          and ordinal > v_after and ordinal < v_before
          and state in ('complete', 'stopped', 'interrupted')
          -- A question that got no answer is asked again by its person, not by us.
          and not (role = 'user' and private.is_unanswered(message.id))
        order by ordinal desc limit p_character.context_messages
      ) as recent
      where tokens <= p_character.context_tokens
    ) as fitting
    where ordinal >= first_question);
end;
$function$;

COMMENT ON FUNCTION "private"."context_window"(uuid, public.characters, bigint) IS 'The messages before an ordinal that the model is given with the next question.';

REVOKE ALL ON FUNCTION "private"."context_window"(uuid, public.characters, bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."context_window"(uuid, public.characters, bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."context_window"(uuid, public.characters, bigint) TO "postgres";
