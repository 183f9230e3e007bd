-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.note_recent_sessions()
  RETURNS integer
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_invited uuid[] := array(
    select invited_id from private.referral
    where verified_at > now() - interval '1 hour' and invited_id is not null
    order by verified_at desc limit 1000);
begin
  perform private.note_session_addresses(invited) from unnest(v_invited) as invited;
  return cardinality(v_invited);
end;
$function$;

COMMENT ON FUNCTION "private"."note_recent_sessions"() IS 'Notes from where those came whose referral was decided in the last hour; what it casts doubt on is flagged. Returns how many it looked at.';

REVOKE ALL ON FUNCTION "private"."note_recent_sessions"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."note_recent_sessions"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."note_recent_sessions"() TO "postgres";
