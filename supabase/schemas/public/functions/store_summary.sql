-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.store_summary (
  p_conversation_id     uuid,
  p_message_id          uuid,
  p_content             text,
  p_usage               jsonb,
  p_previous_message_id uuid  DEFAULT NULL::uuid
)
  RETURNS boolean
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_conversation public.conversations;
begin
  -- The row's lock keeps what is shown, and the summary, as they are.
  select * into v_conversation from public.conversations
  where id = p_conversation_id for no key update;
  if not found then
    return false;
  end if;
  perform private.record_background(
    v_conversation.user_id, v_conversation.character_id, 'summary', p_usage);
  if p_content !~ '\S' then
    insert into private.conversation_summary (conversation_id, tried_until)
    select p_conversation_id, max(ordinal) from public.messages
    where conversation_id = p_conversation_id and is_current
    on conflict on constraint conversation_summary_pkey do update
    set tried_until = excluded.tried_until, updated_at = now();
    return false;
  end if;
  if (private.summary_of(p_conversation_id)).message_id is distinct from p_previous_message_id
    or not exists (
      select from public.messages
      where id = p_message_id and conversation_id = p_conversation_id and is_current)
  then
    return false;
  end if;
  insert into private.conversation_summary (conversation_id, message_id, content)
  values (p_conversation_id, p_message_id, left(btrim(p_content), 8000))
  on conflict on constraint conversation_summary_pkey do update
  set message_id = excluded.message_id, content = excluded.content, tried_until = null,
    updated_at = now();
  return true;
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."store_summary"(uuid, uuid, text, jsonb, uuid) TO "service_role";

COMMENT ON FUNCTION "public"."store_summary"(uuid, uuid, text, jsonb, uuid) IS 'Keeps what a model told in short, unless the summary or the branch changed meanwhile; records the call, which nobody is charged for. Where the model said nothing, that is noted. Returns whether it was kept.';

REVOKE ALL ON FUNCTION "public"."store_summary"(uuid, uuid, text, jsonb, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."store_summary"(uuid, uuid, text, jsonb, uuid) TO "postgres";

REVOKE ALL ON FUNCTION "public"."store_summary"(uuid, uuid, text, jsonb, uuid) FROM PUBLIC, "anon", "authenticated";
