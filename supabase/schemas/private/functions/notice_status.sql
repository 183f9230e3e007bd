-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.notice_status()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform private.notify(new.id, 'moderation',
    format('status:%s:%s', new.status, extract(epoch from now())),
    jsonb_build_object('status', new.status));
  return null;
end;
$function$;

COMMENT ON FUNCTION "private"."notice_status"() IS 'Tells that an account was suspended or is back.';

REVOKE ALL ON FUNCTION "private"."notice_status"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."notice_status"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."notice_status"() TO "postgres";
