-- Schemas: who owns them and who may look inside (supabase-platform.md §1.3).
-- cron, net and pgmq come with their extensions, supabase_migrations with the CLI.

alter database postgres owner to postgres;
grant all on database postgres to dashboard_user;
grant create on database postgres
  to supabase_auth_admin, supabase_storage_admin, supabase_realtime_admin;

-- Owned by pg_database_owner, which is postgres.
grant usage on schema public to postgres, anon, authenticated, service_role;
grant create on schema public to postgres;
grant create, usage on schema public to supabase_realtime_admin;

create schema extensions;
grant create, usage on schema extensions to postgres;
grant usage on schema extensions to anon, authenticated, service_role, supabase_realtime_admin;
grant all on schema extensions to dashboard_user;

create schema auth;
grant all on schema auth to supabase_auth_admin, dashboard_user;
grant usage on schema auth
  to postgres, anon, authenticated, service_role, supabase_realtime_admin;

create schema storage;
grant all on schema storage to supabase_storage_admin with grant option;
grant all on schema storage to dashboard_user;
grant usage on schema storage to postgres with grant option;
grant usage on schema storage to anon, authenticated, service_role;

create schema realtime;
grant all on schema realtime to supabase_realtime_admin with grant option;
grant usage on schema realtime to postgres with grant option;
grant usage on schema realtime to anon, authenticated, service_role;

create schema vault;
grant usage on schema vault to postgres, service_role;

-- Empty: pg_graphql is not enabled on new projects since May 2026.
create schema graphql;
grant usage on schema graphql to postgres, anon, authenticated, service_role;
create schema graphql_public;
grant usage on schema graphql_public to postgres, anon, authenticated, service_role;
