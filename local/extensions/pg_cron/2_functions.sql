-- pg_cron: its functions. A caller reaches only the jobs that run as itself.

create function cron.schedule(schedule text, command text) returns bigint
  language plpgsql strict
as $$
#variable_conflict use_column
declare
  id bigint;
begin
  perform cron._require_schedule($1);
  insert into cron._own_job (schedule, command) values ($1, $2) returning jobid into id;
  return id;
end;
$$;
comment on function cron.schedule(text, text) is 'schedule a pg_cron job';

-- A job with a name replaces the caller's job of that name.
create function cron._save_job(
  job_name text, schedule text, command text, database text, username text, active boolean
)
  returns bigint
  language plpgsql
as $$
#variable_conflict use_column
declare
  id bigint;
begin
  perform cron._require_schedule($2);
  if $5 = current_user then
    insert into cron._own_job (jobname, schedule, command, database, active)
    values ($1, $2, $3, $4, $6)
    on conflict (jobname, username) do update
      set schedule = excluded.schedule, command = excluded.command,
        database = excluded.database, active = excluded.active
    returning jobid into id;
  elsif current_setting('is_superuser')::boolean then
    insert into cron.job (jobname, schedule, command, database, username, active)
    values ($1, $2, $3, $4, $5, $6)
    on conflict (jobname, username) do update
      set schedule = excluded.schedule, command = excluded.command,
        database = excluded.database, active = excluded.active
    returning jobid into id;
  else
    raise exception using
      errcode = '42501',
      message = 'must be superuser to create a job for another role';
  end if;
  return id;
end;
$$;

create function cron.schedule(job_name text, schedule text, command text) returns bigint
  language sql strict
as $$ select cron._save_job($1, $2, $3, current_database(), current_user, true) $$;
comment on function cron.schedule(text, text, text) is 'schedule a pg_cron job';

create function cron.schedule_in_database(
  job_name text, schedule text, command text, database text, username text default null,
  active boolean default true
)
  returns bigint
  language sql
as $$ select cron._save_job($1, $2, $3, $4, coalesce($5, current_user), $6) $$;
comment on function cron.schedule_in_database(text, text, text, text, text, boolean)
  is 'schedule a pg_cron job';

create function cron.unschedule(job_id bigint) returns boolean
  language plpgsql strict
as $$
begin
  delete from cron._own_job where jobid = job_id;
  if not found then
    raise exception 'could not find valid entry for job %', job_id;
  end if;
  return true;
end;
$$;
comment on function cron.unschedule(bigint) is 'unschedule a pg_cron job';

create function cron.unschedule(job_name text) returns boolean
  language plpgsql strict
as $$
begin
  delete from cron._own_job where jobname = job_name;
  if not found then
    raise exception 'could not find valid entry for job ''%''', job_name;
  end if;
  return true;
end;
$$;
comment on function cron.unschedule(text) is 'unschedule a pg_cron job';

create function cron.alter_job(
  job_id bigint, schedule text default null, command text default null,
  database text default null, username text default null, active boolean default null
)
  returns void
  language plpgsql
as $$
#variable_conflict use_column
begin
  if $2 is not null then
    perform cron._require_schedule($2);
  end if;
  if coalesce($5, current_user) <> current_user then
    raise exception using errcode = '42501', message = 'must be superuser to alter username';
  end if;
  update cron._own_job set
    schedule = coalesce($2, schedule),
    command = coalesce($3, command),
    database = coalesce($4, database),
    active = coalesce($6, active)
  where jobid = $1;
  if not found then
    raise exception 'Job % does not exist or you don''t own it', $1;
  end if;
end;
$$;
comment on function cron.alter_job(bigint, text, text, text, text, boolean) is
  'Alter the job identified by job_id. Any option left as NULL will not be modified.';
