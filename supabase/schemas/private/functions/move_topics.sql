-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.move_topics()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  new.topic_epoch := old.topic_epoch + 1;
  return new;
end;
$function$;

COMMENT ON FUNCTION "private"."move_topics"() IS 'Gives the topics of a conversation another name, with a change that somebody loses it by.';

REVOKE ALL ON FUNCTION "private"."move_topics"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."move_topics"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."move_topics"() TO "postgres";
