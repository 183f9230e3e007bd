-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.sweep_actions()
  RETURNS integer
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_actions public.actions[];
  v_action public.actions;
  v_swept integer := 0;
begin
  v_actions := array(
    -- Not "as action": that would be the column of this name.
    select lost from public.actions as lost
    join private.ledger_hold as hold on hold.id = lost.hold_id
    join public.profiles as profile on profile.id = lost.user_id
    where lost.state = 'running' and hold.state = 'held' and hold.expires_at < now()
    order by lost.id
    limit 500
    for key share of profile skip locked
    for no key update of lost skip locked
  );
  perform private.lock_wallets(array(select user_id from unnest(v_actions)));
  foreach v_action in array v_actions loop
    -- Its checkpoint may have come in after the query that found it.
    continue when not exists (select from private.ledger_hold
      where id = v_action.hold_id and state = 'held' and expires_at < now());
    begin
      perform private.close_action(v_action,
        case when v_action.delivered_bytes > 0 then 'interrupted' else 'failed' end,
        1, v_action.delivered_bytes, 'worker_lost', '{}');
      v_swept := v_swept + 1;
    exception when others then
      -- One that cannot be closed must not keep all others open; the next sweep tries again.
      raise warning 'action % could not be swept: %', v_action.id, sqlerrm;
    end;
  end loop;
  return v_swept;
end;
$function$;

COMMENT ON FUNCTION "private"."sweep_actions"() IS 'Closes actions whose worker is lost: charges what was delivered of those that stream, gives back the rest. Returns how many.';

REVOKE ALL ON FUNCTION "private"."sweep_actions"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."sweep_actions"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."sweep_actions"() TO "postgres";
