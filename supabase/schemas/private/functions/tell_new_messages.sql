-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.tell_new_messages()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform private.tell_messages(array_agg(fresh::public.messages))
  from fresh group by fresh.conversation_id;
  return null;
end;
$function$;

COMMENT ON FUNCTION "private"."tell_new_messages"() IS 'Tells of messages that are new.';

REVOKE ALL ON FUNCTION "private"."tell_new_messages"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."tell_new_messages"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."tell_new_messages"() TO "postgres";
