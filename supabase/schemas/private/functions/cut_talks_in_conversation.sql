-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.cut_talks_in_conversation()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_id uuid := (to_jsonb(old) ->> tg_argv[0])::uuid;
begin
  update public.voice_sessions as talk
  set held_until = least(held_until, now()),
    error_code = case when conversation.deleted_at is null
        and private.role_in(conversation, talk.user_id) is not null
      then 'role_required' else 'conversation_not_found' end
  from public.conversations as conversation
  where conversation.id = v_id and talk.conversation_id = v_id
    and talk.state in ('starting', 'running') and talk.error_code is null
    and (conversation.deleted_at is not null
      or coalesce(private.role_in(conversation, talk.user_id), 'reader') = 'reader');
  return null;
end;
$function$;

COMMENT ON FUNCTION "private"."cut_talks_in_conversation"() IS 'Cuts the talks of those who may not speak in a conversation any more.';

REVOKE ALL ON FUNCTION "private"."cut_talks_in_conversation"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."cut_talks_in_conversation"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."cut_talks_in_conversation"() TO "postgres";
