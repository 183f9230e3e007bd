-- Extensions that a new project has from the start (supabase-platform.md §1.5).
-- supabase_vault is our stand-in, local/extensions; the others are the real ones.

create extension "uuid-ossp" with schema extensions;
create extension pgcrypto with schema extensions;
create extension pg_stat_statements with schema extensions;
create extension supabase_vault with schema vault;

grant all on all tables in schema extensions to postgres with grant option;
grant all on all routines in schema extensions to postgres with grant option;
grant all on all tables in schema extensions to dashboard_user;
grant all on all routines in schema extensions to dashboard_user;
