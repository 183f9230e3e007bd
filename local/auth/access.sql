-- access: owners, row-level security, grants and helper functions of schema auth, as on hosted
-- Supabase. Applied as a superuser after all tables exist.

do $$
declare
  relation record;
begin
  for relation in
    select format('auth.%I', relname) as name from pg_class
    where relnamespace = 'auth'::regnamespace and relkind in ('r', 'p')
  loop
    execute format('alter table %s owner to supabase_auth_admin', relation.name);
    execute format('alter table %s enable row level security', relation.name);
    execute format('revoke all on %s from anon, authenticated, service_role', relation.name);
    execute format('grant all on %s to dashboard_user', relation.name);
    execute format(
      'grant insert, update, delete, truncate, references, trigger, maintain on %s to postgres',
      relation.name
    );
    execute format('grant select on %s to postgres with grant option', relation.name);
  end loop;
end
$$;
alter type auth.aal_level owner to supabase_auth_admin;

create or replace function auth.uid() returns uuid language sql stable as $$
  select coalesce(
    nullif(current_setting('request.jwt.claim.sub', true), ''),
    nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub'
  )::uuid
$$;

create or replace function auth.role() returns text language sql stable as $$
  select coalesce(
    nullif(current_setting('request.jwt.claim.role', true), ''),
    nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'role'
  )
$$;
comment on function auth.role() is 'Deprecated. Use auth.jwt() -> ''role'' instead.';

create or replace function auth.email() returns text language sql stable as $$
  select coalesce(
    nullif(current_setting('request.jwt.claim.email', true), ''),
    nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'email'
  )
$$;
comment on function auth.email() is 'Deprecated. Use auth.jwt() -> ''email'' instead.';

create or replace function auth.jwt() returns jsonb language sql stable as $$
  select coalesce(
    nullif(current_setting('request.jwt.claim', true), ''),
    nullif(current_setting('request.jwt.claims', true), '')
  )::jsonb
$$;

alter function auth.uid() owner to supabase_auth_admin;
alter function auth.role() owner to supabase_auth_admin;
alter function auth.email() owner to supabase_auth_admin;
alter function auth.jwt() owner to supabase_auth_admin;
grant execute on function auth.uid(), auth.role(), auth.email(), auth.jwt() to dashboard_user;

grant usage, create on schema auth to supabase_auth_admin;
grant usage on schema auth to anon, authenticated, service_role, postgres, dashboard_user;
