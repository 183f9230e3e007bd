-- sweep_objects: sweeps of a provider that lists no events, only what there is: what changed since
-- the last one, and of which no event has come.
-- Callers: the worker, as the service role.

insert into private.provider_sweep (provider) values ('lemonsqueezy');

create function public.untold_payment_objects(p_provider text, p_objects jsonb)
returns table (kind text, id text, changed_at timestamptz)
language plpgsql
stable
security definer -- Definer because nobody may read the inbox.
set search_path = ''
as $$
begin
  return query
    select object.kind, object.id, max(object.changed_at)
    from jsonb_to_recordset(p_objects) as object (kind text, id text, changed_at timestamptz)
    -- An event of a later change had the object read as it was then.
    where not exists (
      select from private.payment_event as event
      where event.provider = p_provider and event.object_id = object.id
        and event.object_kind = object.kind and event.occurred_at >= object.changed_at)
    group by object.kind, object.id;
end;
$$;
comment on function public.untold_payment_objects is
  'Of which of these objects no event has come since they changed.';

revoke execute on function public.untold_payment_objects
  from public, anon, authenticated, service_role;
grant execute on function public.untold_payment_objects to service_role;
