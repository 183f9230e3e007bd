-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.summary_task (
  p_conversation_id uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_summary private.conversation_summary := private.summary_of(p_conversation_id);
  v_is_shared boolean := (
    select is_shared from public.conversations where id = p_conversation_id);
  v_character public.characters;
begin
  select character.* into v_character
  from public.conversations as conversation
  join public.characters as character on character.id = conversation.character_id
  where conversation.id = p_conversation_id;
  if not found then
    return null;
  end if;
  return (
    with recent as (
      select message.* from public.messages as message
      where message.conversation_id = p_conversation_id and message.is_current
        and (message.content <> '' or message.kind <> 'text') and message.state <> 'streaming'
        and message.ordinal > private.summarised_until(p_conversation_id)
        and not (message.role = 'user' and private.is_unanswered(message.id))
    ), kept as (
      select ordinal, role, row_number() over newest as nr,
        sum(tokens_estimate) over newest as tokens,
        sum(least(tokens_estimate, v_character.context_tokens)) over (order by ordinal)
          - least(tokens_estimate, v_character.context_tokens) as tokens_before
      from recent window newest as (order by ordinal desc)
    ), older as (
      -- The window begins with a message of the person, so what is told in short ends before one.
      select recent.* from recent join kept using (ordinal)
      where kept.tokens_before < 2 * v_character.context_tokens and ordinal < coalesce((
        select min(ordinal) from kept
        where role = 'user' and nr <= v_character.context_messages / 2
          and tokens <= v_character.context_tokens / 2), (
        select max(ordinal) from recent where role = 'user'))
      order by ordinal limit 100
    )
    select jsonb_build_object(
      'previous_message_id', v_summary.message_id,
      'previous', v_summary.content,
      'message_id', (array_agg(id order by ordinal desc))[1],
      'messages', jsonb_agg(
        jsonb_build_object('role', role, 'content', left(case when v_is_shared
          then private.said_by(older::public.messages, private.as_told(older::public.messages))
          else private.as_told(older::public.messages) end, 4 * v_character.context_tokens))
        order by ordinal))
    from older having count(*) > 0);
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."summary_task"(uuid) TO "service_role";

COMMENT ON FUNCTION "public"."summary_task"(uuid) IS 'What to tell in short: the summary so far (previous, up to previous_message_id) and the messages after it up to message_id, about twice what the window holds; null when there is nothing, or no conversation any more.';

REVOKE ALL ON FUNCTION "public"."summary_task"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."summary_task"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "public"."summary_task"(uuid) FROM PUBLIC, "anon", "authenticated";
