-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.sweep_voice()
  RETURNS integer
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_sessions public.voice_sessions[];
  v_session public.voice_sessions;
  v_swept integer := 0;
begin
  v_sessions := array(
    select lost from public.voice_sessions as lost
    join public.profiles as profile on profile.id = lost.user_id
    where lost.state in ('starting', 'running') and lost.held_until < now()
    order by lost.id
    limit 500
    for key share of profile skip locked
    for no key update of lost skip locked
  );
  perform private.lock_wallets(array(select user_id from unnest(v_sessions)));
  foreach v_session in array v_sessions loop
    begin
      perform private.close_voice(v_session,
        case v_session.state when 'starting' then 'worker_lost' end);
      v_swept := v_swept + 1;
    exception when others then
      -- One that cannot be closed must not keep all others open; the next sweep tries again.
      raise warning 'talk % could not be swept: %', v_session.id, sqlerrm;
    end;
  end loop;
  return v_swept;
end;
$function$;

COMMENT ON FUNCTION "private"."sweep_voice"() IS 'Ends talks that nobody renewed, all that was held being used, or that were cut, and gives back what was held for those that nobody opened. Returns how many.';

REVOKE ALL ON FUNCTION "private"."sweep_voice"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."sweep_voice"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."sweep_voice"() TO "postgres";
