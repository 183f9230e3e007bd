-- pg_net, local stand-in (supabase-platform.md §7.2): requests are queued in the caller's
-- transaction and sent after its commit by local/jobs, the worker. The objects belong to
-- supabase_admin as on the platform, the extension to whoever creates it.

create schema net;

create domain net.http_method as text
  check (lower(value) in ('get', 'post', 'delete'));

create unlogged table net.http_request_queue (
  id bigserial,
  method net.http_method not null,
  url text not null,
  headers jsonb,
  body bytea,
  timeout_milliseconds integer not null
);

create unlogged table net._http_response (
  id bigint,
  status_code integer,
  content_type text,
  headers jsonb,
  content text,
  timed_out boolean,
  error_msg text,
  created timestamptz not null default now()
);
create index _http_response_created_idx on net._http_response (created);

create function net.wake() returns void
  language sql
as $$ select pg_notify('net_http_request', '') $$;

create function net._urlencode_string(string text) returns text
  language sql immutable
as $$
  select coalesce(string_agg(
    case
      when get_byte(bytes, place) < 128 and chr(get_byte(bytes, place)) ~ '[A-Za-z0-9_.~-]'
        then chr(get_byte(bytes, place))
      else '%' || upper(lpad(to_hex(get_byte(bytes, place)), 2, '0'))
    end, '' order by place
  ), '')
  from convert_to(string, 'UTF8') as bytes, generate_series(0, length(bytes) - 1) as place
$$;

create function net._url_with_params(url text, params jsonb) returns text
  language sql immutable
as $$
  select url || coalesce(
    case when strpos(url, '?') > 0 then '&' else '?' end
      || string_agg(net._urlencode_string(key) || '=' || net._urlencode_string(value), '&'),
    ''
  )
  from jsonb_each_text(params)
$$;

create function net._queue(
  method text, url text, params jsonb, headers jsonb, body jsonb, timeout_milliseconds integer
)
  returns bigint
  language plpgsql
as $$
declare
  request_id bigint;
begin
  insert into net.http_request_queue (method, url, headers, body, timeout_milliseconds)
  values ($1, net._url_with_params($2, $3), $4, convert_to($5::text, 'UTF8'), $6)
  returning id into request_id;
  perform net.wake();
  return request_id;
end;
$$;

create function net.http_get(
  url text, params jsonb default '{}', headers jsonb default '{}',
  timeout_milliseconds integer default 5000
)
  returns bigint
  language sql
as $$ select net._queue('GET', url, params, headers, null, timeout_milliseconds) $$;

create function net.http_post(
  url text, body jsonb default '{}', params jsonb default '{}',
  headers jsonb default '{"Content-Type": "application/json"}',
  timeout_milliseconds integer default 5000
)
  returns bigint
  language plpgsql
as $$
declare
  content_type text := (
    select value from jsonb_each_text(headers) where lower(key) = 'content-type' limit 1
  );
begin
  if content_type <> 'application/json' then
    raise exception 'Content-Type header must be "application/json"';
  end if;
  if content_type is null then
    headers := headers || '{"Content-Type": "application/json"}';
  end if;
  return net._queue('POST', url, params, headers, body, timeout_milliseconds);
end;
$$;

create function net.http_delete(
  url text, params jsonb default '{}', headers jsonb default '{}',
  timeout_milliseconds integer default 5000, body jsonb default null
)
  returns bigint
  language sql
as $$ select net._queue('DELETE', url, params, headers, body, timeout_milliseconds) $$;

-- The worker is a client of this database, known by its application_name.
create function net.check_worker_is_up() returns void
  language plpgsql
as $$
begin
  if not exists (select from pg_stat_activity where application_name = 'pg_net worker') then
    raise exception using
      message = 'the pg_net background worker is not up',
      detail = 'local/jobs is not running, and requests wait in net.http_request_queue';
  end if;
end;
$$;

create function net.wait_until_running() returns void
  language plpgsql
as $$
begin
  while not exists (select from pg_stat_activity where application_name = 'pg_net worker') loop
    perform pg_sleep(0.05), pg_stat_clear_snapshot();
  end loop;
end;
$$;

create function net.worker_restart() returns boolean
  language sql
as $$ select true from net.wake() $$;

create type net.request_status as enum ('PENDING', 'SUCCESS', 'ERROR');
create type net.http_response as (status_code integer, headers jsonb, body text);
create type net.http_response_result as (
  status net.request_status,
  message text,
  response net.http_response
);

create function net._http_collect_response(request_id bigint, async boolean default true)
  returns net.http_response_result
  language plpgsql
as $$
declare
  answer net._http_response;
begin
  loop
    select * into answer from net._http_response where id = request_id;
    exit when found or async;
    perform pg_sleep(0.05);
  end loop;
  if answer.id is null or answer.error_msg is not null then
    return (
      'ERROR', coalesce(answer.error_msg, 'request matching request_id not found'), null
    )::net.http_response_result;
  end if;
  return (
    'SUCCESS', 'ok', (answer.status_code, answer.headers, answer.content)::net.http_response
  )::net.http_response_result;
end;
$$;

create function net.http_collect_response(request_id bigint, async boolean default true)
  returns net.http_response_result
  language plpgsql
as $$
begin
  raise notice 'The net.http_collect_response function is deprecated.';
  return net._http_collect_response(request_id, async);
end;
$$;

grant usage on schema net to public;
grant all on all sequences in schema net to public;
grant all on all tables in schema net to public;
