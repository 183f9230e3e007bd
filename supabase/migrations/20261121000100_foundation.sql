-- foundation: nothing is granted unless a line says so, and everything not for clients is private.
--
-- public   tables that clients read through row-level security, and the functions they may call.
-- private  everything else. The Data API does not expose it; a few predicates in it serve policies.
--
-- Written for both regimes of the platform: projects that still grant by default and those that
-- grant nothing, so every object that follows ends with its own grants.

-- The built-in execute for PUBLIC can only be taken away globally, not per schema.
alter default privileges revoke execute on functions from public;
alter default privileges in schema public
  revoke all on tables from anon, authenticated, service_role;
alter default privileges in schema public
  revoke all on sequences from anon, authenticated, service_role;
alter default privileges in schema public
  revoke all on functions from anon, authenticated, service_role;

create extension if not exists moddatetime with schema extensions;
-- A person's passes of one kind do not overlap: uuids and ranges in one exclusion constraint.
create extension if not exists btree_gist with schema extensions;
-- Full-text search within what belongs to somebody: ids and words in one index.
create extension if not exists btree_gin with schema extensions;
create extension if not exists pg_cron;
create extension if not exists pg_net with schema extensions;
create extension if not exists pgmq;

create schema private;
comment on schema private is 'Rules, money and helpers. Not exposed by the Data API.';
-- Policies of authenticated users call predicates that live here.
grant usage on schema private to authenticated;

create function private.changed_meanwhile(p_what text)
returns void
language plpgsql
immutable
set search_path = ''
as $$
begin
  raise sqlstate 'PT409' using
    message = 'changed_meanwhile',
    detail = jsonb_build_object('what', p_what)::text,
    hint = 'Something that this needs went away at the same moment. Try again.';
end;
$$;
comment on function private.changed_meanwhile is
  'Raises PT409: a row that a statement met was gone for the next one.';
