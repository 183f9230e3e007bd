-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.lock_voice (
  p_session_id uuid,
  p_user_id    uuid DEFAULT NULL::uuid
)
  RETURNS public.voice_sessions
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_session public.voice_sessions;
begin
  perform from public.profiles
  where id = (select user_id from public.voice_sessions where id = p_session_id) for key share;
  select * into v_session from public.voice_sessions
  where id = p_session_id and (p_user_id is null or user_id = p_user_id)
  for no key update;
  if not found then
    raise sqlstate 'PT404' using message = 'voice_not_found', hint = 'There is no such talk.';
  end if;
  return v_session;
end;
$function$;

COMMENT ON FUNCTION "private"."lock_voice"(uuid, uuid) IS 'Locks a talk, of that person when one is named, after its person. PT404.';

REVOKE ALL ON FUNCTION "private"."lock_voice"(uuid, uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."lock_voice"(uuid, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."lock_voice"(uuid, uuid) TO "postgres";
