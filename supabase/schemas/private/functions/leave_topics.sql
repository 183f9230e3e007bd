-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.leave_topics()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  update public.conversations set topic_epoch = topic_epoch + 1 where id = old.conversation_id;
  return null;
end;
$function$;

COMMENT ON FUNCTION "private"."leave_topics"() IS 'Gives the topics of a conversation, which is locked, a name that who goes cannot join.';

REVOKE ALL ON FUNCTION "private"."leave_topics"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."leave_topics"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."leave_topics"() TO "postgres";
