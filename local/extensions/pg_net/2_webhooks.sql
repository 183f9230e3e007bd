-- Database webhooks (supabase-platform.md §7.2). On the platform the dashboard adds them when they
-- are enabled, together with pg_net.
do $$
begin
  if to_regrole('supabase_functions_admin') is null then
    create role supabase_functions_admin login noinherit createrole password 'postgres';
    alter role supabase_functions_admin set search_path = supabase_functions;
  end if;
  grant supabase_functions_admin to postgres;
end;
$$;

create schema supabase_functions;
grant all on schema supabase_functions to supabase_functions_admin;
grant usage on schema supabase_functions to postgres, anon, authenticated, service_role;

create table supabase_functions.hooks (
  id bigserial primary key,
  hook_table_id integer not null,
  hook_name text not null,
  created_at timestamptz not null default now(),
  request_id bigint
);
comment on table supabase_functions.hooks is
  'Supabase Functions Hooks: Audit trail for triggered hooks.';
alter table supabase_functions.hooks owner to supabase_functions_admin;

-- Trigger arguments: url, method, headers, params, timeout in milliseconds.
create function supabase_functions.http_request() returns trigger
  language plpgsql security definer
  set search_path = ''
as $$
declare
  url text := nullif(tg_argv[0], 'null');
  method text := nullif(tg_argv[1], 'null');
  headers jsonb := coalesce(nullif(tg_argv[2], 'null'), '{"Content-Type": "application/json"}');
  params jsonb := coalesce(nullif(tg_argv[3], 'null'), '{}');
  timeout_ms integer := coalesce(nullif(tg_argv[4], 'null'), '1000');
  request_id bigint;
begin
  if url is null then
    raise exception 'url argument is missing';
  end if;
  case method
    when 'GET' then
      request_id := net.http_get(url, params, headers, timeout_ms);
    when 'POST' then
      request_id := net.http_post(
        url,
        jsonb_build_object(
          'type', tg_op, 'table', tg_table_name, 'schema', tg_table_schema,
          'record', new, 'old_record', old
        ),
        params, headers, timeout_ms
      );
    else
      raise exception 'method argument % is invalid', method;
  end case;
  insert into supabase_functions.hooks (hook_table_id, hook_name, request_id)
  values (tg_relid::integer, tg_name, request_id);
  return coalesce(new, old);
end;
$$;
alter function supabase_functions.http_request() owner to supabase_functions_admin;
revoke all on function supabase_functions.http_request() from public;
grant execute on function supabase_functions.http_request()
  to postgres, anon, authenticated, service_role;
