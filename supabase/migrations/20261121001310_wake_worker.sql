-- wake_worker: calls the worker function when there is something to do, through pg_net.
-- Callers: store_payment_event, at most ten times a second; a job, every ten seconds, for what is
-- left. The worker looks again a moment after it found nothing, so that it does not miss what is
-- stored right after a call.
-- Where the worker is, and its secret, are in the vault (`npm run billing -- connect`): without
-- them nobody is called, and what is stored waits.

create table private.worker_wake (
  id boolean not null default true,
  woken_at timestamptz not null default '-infinity',
  constraint worker_wake_pkey primary key (id),
  constraint worker_wake_id_check check (id)
);
comment on table private.worker_wake is 'When the worker was called last.';
insert into private.worker_wake default values;

alter table private.worker_wake enable row level security;

create function private.wake_worker()
returns boolean
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_url text;
  v_secret text;
begin
  -- Nobody waits for whoever calls it at this moment: one call is enough for both.
  perform from private.worker_wake
  where woken_at <= clock_timestamp() - interval '100 milliseconds'
  for no key update skip locked;
  if not found then
    return false;
  end if;
  select decrypted_secret into v_url from vault.decrypted_secrets where name = 'worker_url';
  select decrypted_secret into v_secret from vault.decrypted_secrets
  where name = 'worker_secret';
  if v_url is null or v_secret is null then
    return false;
  end if;
  update private.worker_wake set woken_at = clock_timestamp() where id;
  perform net.http_post(
    v_url, headers => jsonb_build_object(
      'Content-Type', 'application/json', 'Authorization', 'Bearer ' || v_secret),
    timeout_milliseconds => 30000);
  return true;
end;
$$;
comment on function private.wake_worker is
  'Asks the worker function to work, after the commit; false when it was asked a moment ago, or '
  'nobody has said where it is.';

create function private.wake_worker_if_due()
returns boolean
language plpgsql
volatile
set search_path = ''
as $$
begin
  return exists (select from pgmq.metrics_all() where queue_visible_length > 0)
    and private.wake_worker();
end;
$$;
comment on function private.wake_worker_if_due is
  'Wakes the worker when something is due in a queue.';

create function private.connect_worker(p_url text, p_secret text)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  delete from vault.secrets where name in ('worker_url', 'worker_secret');
  perform vault.create_secret(p_url, 'worker_url', 'Where the worker function is.');
  perform vault.create_secret(p_secret, 'worker_secret', 'WORKER_SECRET of that function.');
end;
$$;
comment on function private.connect_worker is
  'Keeps in the vault where the worker function is and which secret it takes.';

select cron.schedule('wake_worker', '10 seconds', 'select private.wake_worker_if_due()');
