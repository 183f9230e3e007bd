-- Memberships: who may act as whom (supabase-platform.md §1.2, §1.5).

grant anon, authenticated, service_role to authenticator with inherit false, set true;
grant authenticator to supabase_storage_admin;
grant anon, authenticated, service_role to supabase_realtime_admin;

grant anon, authenticated, service_role, authenticator to postgres with admin option;
grant pg_monitor, pg_read_all_data, pg_signal_backend to postgres with admin option;
grant pg_create_subscription, supabase_privileged_role to postgres;
grant supabase_privileged_role to supabase_etl_admin;
grant pg_read_all_data to supabase_read_only_user, supabase_etl_admin;
grant pg_monitor to supabase_read_only_user, supabase_etl_admin;

-- Only here, not on the platform: there supautils lets postgres manage policies and triggers on
-- tables of these owners. Here postgres inherits the owners' rights, cannot become them (set
-- false), and 0011_managed-schemas.sql refuses everything but policies and triggers.
grant supabase_auth_admin, supabase_storage_admin, supabase_realtime_admin to postgres
  with inherit true, set false;

-- What supautils lets postgres set without superuser, in a session or with `alter role ... set`.
grant set on parameter
  log_lock_waits, log_min_messages, session_replication_role, track_io_timing,
  pg_net.batch_size, pg_net.ttl, safeupdate.enabled,
  pgrst.db_aggregates_enabled, pgrst.db_extra_search_path, pgrst.db_max_rows, pgrst.db_plan_enabled,
  pgrst.db_pre_request, pgrst.db_schemas, pgrst.openapi_mode
  to postgres;
