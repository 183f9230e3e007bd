-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.notice_invitation()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  perform private.notify(new.invited_id, 'invitation', 'invitation:' || new.id,
    jsonb_build_object('invitation_id', new.id, 'role', new.role, 'invited_by', new.invited_by,
      'expires_at', new.expires_at));
  return null;
end;
$function$;

COMMENT ON FUNCTION "private"."notice_invitation"() IS 'Tells who is invited by name.';

REVOKE ALL ON FUNCTION "private"."notice_invitation"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."notice_invitation"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."notice_invitation"() TO "postgres";
