-- Roles: who exists, with which attributes and settings (supabase-platform.md §1.1).
--
-- Run as supabase_admin, the bootstrap superuser. Every role that may log in has the password
-- `postgres`, as in the CLI's local stack. Left out: supabase_functions_admin, which appears with
-- pg_net as on the platform, and supautils and safeupdate, libraries without a local binary.

create role postgres login createdb createrole replication bypassrls password 'postgres';

create role anon;
create role authenticated;
create role service_role bypassrls;
create role authenticator login noinherit password 'postgres';

create role supabase_auth_admin login noinherit password 'postgres';
create role supabase_storage_admin login noinherit createrole password 'postgres';
create role supabase_realtime_admin login noinherit createrole replication password 'postgres';

create role supabase_replication_admin login replication password 'postgres';
create role supabase_read_only_user login bypassrls password 'postgres';
create role supabase_etl_admin login replication bypassrls password 'postgres';
create role supabase_privileged_role;
create role dashboard_user createdb createrole replication;
create role pgbouncer login password 'postgres';

alter role supabase_admin set search_path = "$user", public, auth, extensions;
alter role supabase_admin set log_statement = 'none';
alter role postgres set search_path = "$user", public, extensions;
alter role authenticator set statement_timeout = '8s';
alter role authenticator set lock_timeout = '8s';
alter role anon set statement_timeout = '3s';
alter role authenticated set statement_timeout = '8s';
alter role supabase_auth_admin set search_path = auth;
alter role supabase_auth_admin set idle_in_transaction_session_timeout = 60000;
alter role supabase_storage_admin set search_path = storage;
alter role supabase_realtime_admin set search_path = realtime;
alter role supabase_read_only_user set default_transaction_read_only = on;
