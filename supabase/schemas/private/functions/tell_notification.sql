-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.tell_notification()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  if tg_op = 'DELETE' then
    perform private.tell('user:' || old.user_id, 'notification', jsonb_build_object(
      'id', old.id, 'is_dismissed', true));
  else
    perform private.tell('user:' || new.user_id, 'notification', jsonb_build_object(
      'id', new.id, 'kind', new.kind, 'details', new.details, 'created_at', new.created_at,
      'read_at', new.read_at));
  end if;
  return null;
end;
$function$;

COMMENT ON FUNCTION "private"."tell_notification"() IS 'Tells a person''s devices of a notification.';

REVOKE ALL ON FUNCTION "private"."tell_notification"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."tell_notification"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."tell_notification"() TO "postgres";
