-- pgmq, local stand-in (supabase-platform.md §7.3): its schema, types and functions on plain
-- tables. Everything belongs to whoever creates the extension, normally postgres, as on the
-- platform. Where it differs: a partitioned queue is one plain table, since there is no pg_partman;
-- its intervals are accepted and have no effect.

create table pgmq.meta (
  queue_name varchar not null unique,
  is_partitioned boolean not null,
  is_unlogged boolean not null,
  created_at timestamptz not null default now()
);
select pg_catalog.pg_extension_config_dump('pgmq.meta', '');

create type pgmq.message_record as (
  msg_id bigint,
  read_ct integer,
  enqueued_at timestamptz,
  vt timestamptz,
  message jsonb,
  headers jsonb
);
create type pgmq.queue_record as (
  queue_name varchar,
  is_partitioned boolean,
  is_unlogged boolean,
  created_at timestamptz
);
create type pgmq.metrics_result as (
  queue_name text,
  queue_length bigint,
  newest_msg_age_sec integer,
  oldest_msg_age_sec integer,
  total_messages bigint,
  scrape_time timestamptz,
  queue_visible_length bigint
);

-- The name of a queue's table, `q_` for its messages and `a_` for its archive.
create function pgmq.format_table_name(queue_name text, prefix text) returns text
  language plpgsql immutable
as $$
begin
  if queue_name ~ '\$|;|--|''' then
    raise exception 'queue name contains invalid characters: $, ;, --, or \''';
  end if;
  return lower(prefix || '_' || queue_name);
end;
$$;

create function pgmq.validate_queue_name(queue_name text) returns void
  language plpgsql
as $$
begin
  if length(queue_name) > 47 then
    raise exception 'queue name is too long, maximum length is 47 characters';
  end if;
end;
$$;

create function pgmq._create(queue_name text, is_partitioned boolean, is_unlogged boolean)
  returns void
  language plpgsql
as $$
declare
  qtable text := pgmq.format_table_name(queue_name, 'q');
  atable text := pgmq.format_table_name(queue_name, 'a');
begin
  perform pgmq.validate_queue_name(queue_name);
  perform pg_advisory_xact_lock(hashtext('pgmq.queue_' || lower(queue_name)));
  if to_regclass(format('pgmq.%I', qtable)) is null then
    execute format(
      'create %s table pgmq.%I (
        msg_id bigint primary key generated always as identity,
        read_ct integer not null default 0,
        enqueued_at timestamptz not null default now(),
        vt timestamptz not null,
        message jsonb,
        headers jsonb
      )', case when is_unlogged then 'unlogged' end, qtable
    );
    execute format(
      'create table pgmq.%I (
        msg_id bigint primary key,
        read_ct integer not null default 0,
        enqueued_at timestamptz not null default now(),
        archived_at timestamptz not null default now(),
        vt timestamptz not null,
        message jsonb,
        headers jsonb
      )', atable
    );
    execute format('create index %I on pgmq.%I (vt)', qtable || '_vt_idx', qtable);
    execute format(
      'create index %I on pgmq.%I (archived_at)', 'archived_at_idx_' || queue_name, atable
    );
    execute format('alter extension pgmq add table pgmq.%I', qtable);
    execute format('alter extension pgmq add table pgmq.%I', atable);
  end if;
  insert into pgmq.meta (queue_name, is_partitioned, is_unlogged)
  values ($1, $2, $3)
  on conflict do nothing;
end;
$$;

create function pgmq.create_non_partitioned(queue_name text) returns void
  language sql
as $$ select pgmq._create(queue_name, false, false) $$;

create function pgmq.create(queue_name text) returns void
  language sql
as $$ select pgmq._create(queue_name, false, false) $$;

create function pgmq.create_unlogged(queue_name text) returns void
  language sql
as $$ select pgmq._create(queue_name, false, true) $$;

create function pgmq.create_partitioned(
  queue_name text, partition_interval text default '10000', retention_interval text default '100000'
)
  returns void
  language sql
as $$ select pgmq._create(queue_name, true, false) $$;

-- Keeps the archive when the queue is dropped.
create function pgmq.detach_archive(queue_name text) returns void
  language plpgsql
as $$
begin
  execute format(
    'alter extension pgmq drop table pgmq.%I', pgmq.format_table_name(queue_name, 'a')
  );
end;
$$;

-- False when there is no such queue.
create function pgmq.drop_queue(queue_name text) returns boolean
  language plpgsql
as $$
declare
  place text;
begin
  delete from pgmq.meta where meta.queue_name = $1;
  if not found then
    raise notice 'pgmq queue `%` does not exist', queue_name;
    return false;
  end if;
  foreach place in array array['q', 'a'] loop
    place := pgmq.format_table_name(queue_name, place);
    if exists (
      select from pg_depend
      where objid = to_regclass(format('pgmq.%I', place)) and deptype = 'e'
    ) then
      execute format('alter extension pgmq drop table pgmq.%I', place);
      execute format('drop table pgmq.%I', place);
    end if;
  end loop;
  return true;
end;
$$;

create function pgmq.drop_queue(queue_name text, partitioned boolean) returns boolean
  language sql
as $$ select pgmq.drop_queue(queue_name) $$;

create function pgmq.purge_queue(queue_name text) returns bigint
  language plpgsql
as $$
declare
  purged bigint;
begin
  execute format(
    'select count(*) from pgmq.%1$I', pgmq.format_table_name(queue_name, 'q')
  ) into purged;
  execute format('truncate pgmq.%I', pgmq.format_table_name(queue_name, 'q'));
  return purged;
end;
$$;

create function pgmq.list_queues() returns setof pgmq.queue_record
  language sql
as $$ select queue_name, is_partitioned, is_unlogged, created_at from pgmq.meta $$;
