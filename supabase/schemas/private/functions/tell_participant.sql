-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.tell_participant()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_conversation public.conversations;
begin
  -- Those who stay are told that the topic has moved.
  if tg_op = 'DELETE' then
    perform private.tell('user:' || old.user_id, 'conversation', jsonb_build_object(
      'id', old.conversation_id, 'role', null));
    return null;
  end if;
  if tg_op = 'INSERT' or old.role <> new.role then
    perform private.tell_people(new.conversation_id, 'participant',
      jsonb_build_object('user_id', new.user_id, 'role', new.role));
  end if;
  select * into strict v_conversation from public.conversations where id = new.conversation_id;
  perform private.tell_list(v_conversation, new.user_id);
  return null;
end;
$function$;

COMMENT ON FUNCTION "private"."tell_participant"() IS 'Tells those of a conversation who takes part, and that person how their list stands.';

REVOKE ALL ON FUNCTION "private"."tell_participant"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."tell_participant"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."tell_participant"() TO "postgres";
