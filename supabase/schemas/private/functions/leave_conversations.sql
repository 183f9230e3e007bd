-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.leave_conversations()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_conversation public.conversations;
  v_heir_id uuid;
begin
  -- All that its turns and their settlements lock first, so that neither waits for the other.
  for v_conversation in
    select * from public.conversations
    where (user_id = old.id and is_shared) or id = any (array(
      select conversation_id from public.participants where user_id = old.id
      union select conversation_id from public.turns
      where user_id = old.id and state = 'streaming'))
    order by id
    for no key update
  loop
    continue when v_conversation.user_id <> old.id or v_conversation.deleted_at is not null;
    -- Who is going at the same time is no heir, and is not waited for.
    select participant.user_id into v_heir_id
    from public.participants as participant
    join public.profiles as profile on profile.id = participant.user_id
    where participant.conversation_id = v_conversation.id and participant.role = 'member'
      and profile.status = 'active'
    order by participant.joined_at, participant.user_id
    limit 1
    for key share of profile skip locked;
    if found then
      perform private.give_conversation(v_conversation, v_heir_id);
    end if;
  end loop;
  return old;
end;
$function$;

COMMENT ON FUNCTION "private"."leave_conversations"() IS 'Before an account goes: hands its shared conversations to who stays.';

REVOKE ALL ON FUNCTION "private"."leave_conversations"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."leave_conversations"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."leave_conversations"() TO "postgres";
