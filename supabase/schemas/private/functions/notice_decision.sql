-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.notice_decision()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  perform private.notify(new.user_id, 'moderation',
    format('decision:%s:%s', new.id, coalesce(new.review, '')),
    jsonb_build_object('direction', new.direction, 'action', new.action,
      'category', new.category, 'review', new.review));
  return null;
end;
$function$;

COMMENT ON FUNCTION "private"."notice_decision"() IS 'Tells what an admin found of a decision.';

REVOKE ALL ON FUNCTION "private"."notice_decision"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."notice_decision"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."notice_decision"() TO "postgres";
