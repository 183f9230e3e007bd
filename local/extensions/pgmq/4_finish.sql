-- pgmq: archiving and deleting what was read.

create function pgmq.archive(queue_name text, msg_ids bigint[]) returns setof bigint
  language plpgsql
as $$
begin
  return query execute format(
    'with archived as (
       delete from pgmq.%I where msg_id = any ($1)
       returning msg_id, read_ct, enqueued_at, vt, message, headers
     )
     insert into pgmq.%I (msg_id, read_ct, enqueued_at, vt, message, headers)
     select msg_id, read_ct, enqueued_at, vt, message, headers from archived
     returning msg_id',
    pgmq.format_table_name(queue_name, 'q'), pgmq.format_table_name(queue_name, 'a')
  ) using msg_ids;
end;
$$;

create function pgmq.archive(queue_name text, msg_id bigint) returns boolean
  language sql
as $$ select exists (select from pgmq.archive(queue_name, array[msg_id])) $$;

create function pgmq.delete(queue_name text, msg_ids bigint[]) returns setof bigint
  language plpgsql
as $$
begin
  return query execute format(
    'delete from pgmq.%I where msg_id = any ($1) returning msg_id',
    pgmq.format_table_name(queue_name, 'q')
  ) using msg_ids;
end;
$$;

create function pgmq.delete(queue_name text, msg_id bigint) returns boolean
  language sql
as $$ select exists (select from pgmq.delete(queue_name, array[msg_id])) $$;
