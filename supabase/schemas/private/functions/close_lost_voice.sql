-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.close_lost_voice (
  p_user_id uuid
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_session public.voice_sessions;
begin
  select * into v_session from public.voice_sessions
  where user_id = p_user_id and state in ('starting', 'running')
    and (held_until < now() or error_code is not null)
  for no key update;
  if found then
    perform private.close_voice(v_session,
      case v_session.state when 'starting' then 'worker_lost' end);
  end if;
end;
$function$;

COMMENT ON FUNCTION "private"."close_lost_voice"(uuid) IS 'Ends the talk of a person that is over and was not swept yet.';

REVOKE ALL ON FUNCTION "private"."close_lost_voice"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."close_lost_voice"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."close_lost_voice"(uuid) TO "postgres";
