-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.sweep_holds()
  RETURNS integer
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_turns public.turns[];
  v_turn public.turns;
  v_holds private.ledger_hold[];
  v_hold private.ledger_hold;
  v_swept integer := 0;
begin
  -- One sweep at a time: another one would only wait for it.
  if not pg_try_advisory_xact_lock(hashtext('private.sweep_holds')) then
    return 0;
  end if;
  v_turns := array(
    select turn from public.turns as turn
    join private.ledger_hold as hold on hold.id = turn.hold_id
    join public.conversations as conversation on conversation.id = turn.conversation_id
    join public.profiles as profile on profile.id = turn.user_id
    join public.profiles as owner on owner.id = conversation.user_id
    where hold.state = 'held' and hold.expires_at < now()
    order by turn.id
    limit 500
    -- The owner too: Postgres looks it up when two turns change their conversation at once here.
    for key share of profile, owner skip locked
    for no key update of conversation skip locked
    for no key update of turn skip locked
  );
  v_holds := array(
    select hold from private.ledger_hold as hold
    where hold.state = 'held' and hold.expires_at < now()
      and not exists (select from public.turns where hold_id = hold.id)
      and not exists (select from public.actions where hold_id = hold.id)
      and not exists (select from private.voice_span where hold_id = hold.id)
    limit 500
  );
  -- All of them in the one order: the sweep of actions locks several people's wallets, too.
  perform private.lock_wallets(array(
    select user_id from unnest(v_turns) union select owner_id from unnest(v_holds)));
  foreach v_turn in array v_turns loop
    -- Its checkpoint may have come in after the query that found it.
    if exists (select from private.ledger_hold
      where id = v_turn.hold_id and state = 'held' and expires_at < now())
    then
      begin
        perform private.close_turn(v_turn,
          case when v_turn.stop_requested_at is null then 'interrupted' else 'stopped' end,
          (select content from public.messages where id = v_turn.assistant_message_id),
          null, 'worker_lost', '{}');
        v_swept := v_swept + 1;
      exception when others then
        -- One that cannot be closed must not keep all others open; the next sweep tries again.
        raise warning 'turn % could not be swept: %', v_turn.id, sqlerrm;
      end;
    end if;
  end loop;

  foreach v_hold in array v_holds loop
    begin
      perform private.void(v_hold.id);
      v_swept := v_swept + 1;
    exception when others then
      raise warning 'hold % could not be swept: %', v_hold.id, sqlerrm;
    end;
  end loop;
  return v_swept;
end;
$function$;

COMMENT ON FUNCTION "private"."sweep_holds"() IS 'Closes turns whose worker is lost: charges what was delivered, gives back the rest. Also voids expired holds of anything else. Returns how many it closed.';

REVOKE ALL ON FUNCTION "private"."sweep_holds"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."sweep_holds"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."sweep_holds"() TO "postgres";
