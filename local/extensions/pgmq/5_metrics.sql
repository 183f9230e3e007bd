-- pgmq: metrics.

create function pgmq.metrics(queue_name text) returns pgmq.metrics_result
  language plpgsql
as $$
declare
  result pgmq.metrics_result;
  qtable text := pgmq.format_table_name(queue_name, 'q');
begin
  execute format(
    'select $1, count(*), extract(epoch from now() - max(enqueued_at))::integer,
       extract(epoch from now() - min(enqueued_at))::integer,
       (select case when is_called then last_value else 0 end from pgmq.%2$I),
       now(), count(*) filter (where vt <= clock_timestamp())
     from pgmq.%1$I',
    qtable, qtable || '_msg_id_seq'
  ) using queue_name into result;
  return result;
end;
$$;

create function pgmq.metrics_all() returns setof pgmq.metrics_result
  language sql
as $$ select metrics.* from pgmq.meta, pgmq.metrics(meta.queue_name) as metrics $$;

grant usage on schema pgmq to pg_monitor;
grant select on all tables in schema pgmq to pg_monitor;
