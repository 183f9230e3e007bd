-- pg_cron: grants, which on the platform the event trigger issue_pg_cron_access adds.

grant select on cron.job, cron.job_run_details to public;
grant select, insert, update, delete on cron._own_job to public;
grant usage on schema cron to postgres with grant option;
grant select on cron.job to postgres with grant option;
grant all on cron.job_run_details to postgres with grant option;
revoke trigger on cron.job_run_details from postgres;
revoke all on function cron.alter_job, cron.schedule_in_database from public;
grant all on all functions in schema cron to postgres with grant option;
