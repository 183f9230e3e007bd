-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.tell_participant()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_is_gone boolean := tg_op = 'DELETE';
  v_participant public.participants := case when v_is_gone then old else new end;
  v_conversation public.conversations;
begin
  if v_is_gone or tg_op = 'INSERT' or old.role <> new.role then
    perform private.tell('conversation:' || v_participant.conversation_id, 'participant',
      jsonb_build_object('user_id', v_participant.user_id,
        'role', case when not v_is_gone then v_participant.role end));
  end if;
  if v_is_gone then
    perform private.tell('user:' || old.user_id, 'conversation', jsonb_build_object(
      'id', old.conversation_id, 'role', null));
  else
    select * into strict v_conversation from public.conversations where id = new.conversation_id;
    perform private.tell_list(v_conversation, new.user_id);
  end if;
  return null;
end;
$function$;

COMMENT ON FUNCTION "private"."tell_participant"() IS 'Tells those of a conversation who takes part, and that person how their list stands.';

REVOKE ALL ON FUNCTION "private"."tell_participant"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."tell_participant"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."tell_participant"() TO "postgres";
