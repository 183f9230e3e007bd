-- sweep_holds, sweep_actions: close what a lost worker left open: turns, paid actions, and holds of
-- anything else.
-- Callers: two jobs, each minute.

create function private.sweep_holds()
returns integer
language plpgsql
volatile
set search_path = ''
as $$
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
$$;
comment on function private.sweep_holds is
  'Closes turns whose worker is lost: charges what was delivered, gives back the rest. Also voids '
  'expired holds of anything else. Returns how many it closed.';

create function private.sweep_actions()
returns integer
language plpgsql
volatile
set search_path = ''
as $$
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
$$;
comment on function private.sweep_actions is
  'Closes actions whose worker is lost: charges what was delivered of those that stream, gives '
  'back the rest. Returns how many.';

select cron.schedule('sweep_actions', '* * * * *', 'select private.sweep_actions()');
select cron.schedule('sweep_holds', '* * * * *', 'select private.sweep_holds()');
-- pg_cron keeps a row of each run for ever.
select cron.schedule('forget_job_runs', '17 3 * * *',
  $$delete from cron.job_run_details where end_time < now() - interval '7 days'$$);
