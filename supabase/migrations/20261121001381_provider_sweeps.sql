-- provider_sweeps: asks a provider what has happened, for what it gave up delivering.
-- Callers: a job each hour queues a sweep; the worker claims windows of time and finishes them, as
-- the service role.
--
-- A window is swept when all of it is in the inbox, and only then the next one begins there: so
-- nothing is left out, whatever breaks. Windows overlap by an hour; what is there already is
-- not stored again.

create table private.provider_sweep (
  provider text not null,
  swept_to timestamptz not null default now(),
  brought bigint not null default 0,
  constraint provider_sweep_pkey primary key (provider),
  constraint provider_sweep_provider_check check (provider in ('stripe', 'lemonsqueezy')),
  constraint provider_sweep_brought_check check (brought >= 0)
);
comment on table private.provider_sweep is 'Up to when it is sure that nothing is missing.';
comment on column private.provider_sweep.brought is
  'How many events it has brought that were not delivered, or not yet.';
insert into private.provider_sweep (provider) values ('stripe');

alter table private.provider_sweep enable row level security;

select pgmq.create('sweeps');

create function private.queue_provider_sweeps()
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  -- One that waits is enough: it goes on until it has reached the present.
  perform pgmq.send('sweeps', jsonb_build_object('provider', provider))
  from private.provider_sweep as sweep
  where exists (select from private.customer where customer.provider = sweep.provider)
    and not exists (
      select from pgmq.q_sweeps where message ->> 'provider' = sweep.provider);
  if found then
    perform private.wake_worker();
  end if;
end;
$$;
comment on function private.queue_provider_sweeps is
  'Lets the worker sweep the providers at which anybody has ever been.';

create function public.claim_provider_sweep()
returns table (message_id bigint, provider text, from_at timestamptz, to_at timestamptz)
language plpgsql
volatile
security definer -- Definer because nobody may read sweeps or their queue.
set search_path = ''
as $$
begin
  -- A worker that dies has it for two minutes; one that fails has it again then.
  return query
    select message.msg_id, sweep.provider, sweep.swept_to - interval '1 hour',
      -- To the present, or an hour before it at least: finish_provider_sweep tells the two apart.
      case when sweep.swept_to > clock_timestamp() - interval '7 hours' then clock_timestamp()
        else sweep.swept_to + interval '6 hours' end
    from pgmq.read('sweeps', 120, 1) as message
    join private.provider_sweep as sweep on sweep.provider = message.message ->> 'provider';
end;
$$;
comment on function public.claim_provider_sweep is
  'A window of time to look through at a provider, for two minutes nobody else''s; none when '
  'nothing is due.';

create function public.unseen_payment_events(p_provider text, p_provider_ids text[])
returns setof text
language plpgsql
stable
security definer -- Definer because nobody may read the inbox.
set search_path = ''
as $$
begin
  return query
    select told from unnest(p_provider_ids) as told
    where not exists (
      select from private.payment_event where provider = p_provider and provider_id = told);
end;
$$;
comment on function public.unseen_payment_events is
  'Which of these events of a provider have not come.';

create function public.finish_provider_sweep(
  p_message_id bigint, p_provider text, p_to_at timestamptz, p_found bigint)
returns void
language plpgsql
volatile
security definer -- Definer because nobody may write sweeps or their queue.
set search_path = ''
as $$
begin
  update private.provider_sweep
  set swept_to = greatest(swept_to, p_to_at), brought = brought + p_found
  where provider = p_provider;
  if p_to_at < now() - interval '1 hour' then
    perform pgmq.set_vt('sweeps', p_message_id, 0);
  else
    perform pgmq.delete('sweeps', p_message_id);
  end if;
end;
$$;
comment on function public.finish_provider_sweep is
  'A window is swept: what follows comes at once, until the present is reached. Without its end '
  'the provider is not configured here, and the window stays for another time.';

revoke execute on function public.claim_provider_sweep, public.unseen_payment_events,
  public.finish_provider_sweep
  from public, anon, authenticated, service_role;
grant execute on function public.claim_provider_sweep, public.unseen_payment_events,
  public.finish_provider_sweep
  to service_role;

select cron.schedule('queue_provider_sweeps', '7 * * * *',
  'select private.queue_provider_sweeps()');
