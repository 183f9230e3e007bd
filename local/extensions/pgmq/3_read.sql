-- pgmq: reading, which hides a message for a while, and popping.

-- Takes up to `qty` visible messages and hides them from others for `vt` seconds.
create function pgmq.read(
  queue_name text, vt integer, qty integer, conditional jsonb default '{}'
)
  returns setof pgmq.message_record
  language plpgsql
as $$
begin
  return query execute format(
    'with visible as (
       select msg_id from pgmq.%1$I
       where vt <= clock_timestamp() and ($3 = ''{}'' or message @> $3)
       order by msg_id
       limit $2
       for update skip locked
     )
     update pgmq.%1$I as m
     set vt = clock_timestamp() + make_interval(secs => $1), read_ct = read_ct + 1
     from visible
     where m.msg_id = visible.msg_id
     returning m.msg_id, m.read_ct, m.enqueued_at, m.vt, m.message, m.headers',
    pgmq.format_table_name(queue_name, 'q')
  ) using vt, qty, conditional;
end;
$$;

-- Waits for a message, polling, for up to `max_poll_seconds`.
create function pgmq.read_with_poll(
  queue_name text, vt integer, qty integer, max_poll_seconds integer default 5,
  poll_interval_ms integer default 100, conditional jsonb default '{}'
)
  returns setof pgmq.message_record
  language plpgsql
as $$
declare
  stop_at timestamptz := clock_timestamp() + make_interval(secs => max_poll_seconds);
begin
  loop
    return query select * from pgmq.read(queue_name, vt, qty, conditional);
    exit when found or clock_timestamp() >= stop_at;
    perform pg_sleep(poll_interval_ms / 1000.0);
  end loop;
end;
$$;

create function pgmq.pop(queue_name text) returns setof pgmq.message_record
  language plpgsql
as $$
begin
  return query execute format(
    'with visible as (
       select msg_id from pgmq.%1$I
       where vt <= clock_timestamp()
       order by msg_id
       limit 1
       for update skip locked
     )
     delete from pgmq.%1$I
     where msg_id = (select msg_id from visible)
     returning msg_id, read_ct, enqueued_at, vt, message, headers',
    pgmq.format_table_name(queue_name, 'q')
  );
end;
$$;

create function pgmq.set_vt(queue_name text, msg_id bigint, vt integer)
  returns setof pgmq.message_record
  language plpgsql
as $$
begin
  return query execute format(
    'update pgmq.%I
     set vt = clock_timestamp() + make_interval(secs => $2)
     where msg_id = $1
     returning msg_id, read_ct, enqueued_at, vt, message, headers',
    pgmq.format_table_name(queue_name, 'q')
  ) using msg_id, vt;
end;
$$;
