-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.tell_read()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_read jsonb := jsonb_build_object(
    'user_id', new.user_id, 'delivered_ordinal', new.delivered_ordinal,
    'read_ordinal', new.read_ordinal, 'read_at', new.read_at);
begin
  perform private.tell_people(new.conversation_id, 'read', v_read);
  perform private.tell('user:' || new.user_id, 'read',
    v_read || jsonb_build_object('conversation_id', new.conversation_id));
  return null;
end;
$function$;

COMMENT ON FUNCTION "private"."tell_read"() IS 'Tells those of a conversation, and the reader''s other devices, how far it has come.';

REVOKE ALL ON FUNCTION "private"."tell_read"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."tell_read"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."tell_read"() TO "postgres";
