-- pgmq: sending. Every variant ends in the first function.

create function pgmq.send_batch(
  queue_name text, msgs jsonb[], headers jsonb[], delay timestamptz
)
  returns setof bigint
  language plpgsql
as $$
begin
  if headers is not null and array_length(headers, 1) is distinct from array_length(msgs, 1) then
    raise exception 'headers must be null or have as many elements as msgs';
  end if;
  return query execute format(
    'insert into pgmq.%I (vt, message, headers)
     select $3, message, header
     from unnest($1, $2) with ordinality as batch (message, header, place)
     order by place
     returning msg_id',
    pgmq.format_table_name(queue_name, 'q')
  ) using msgs, headers, delay;
end;
$$;

create function pgmq.send_batch(queue_name text, msgs jsonb[], headers jsonb[], delay integer)
  returns setof bigint
  language sql
as $$ select pgmq.send_batch($1, $2, $3, clock_timestamp() + make_interval(secs => $4)) $$;

create function pgmq.send_batch(queue_name text, msgs jsonb[]) returns setof bigint
  language sql
as $$ select pgmq.send_batch($1, $2, null, clock_timestamp()) $$;

create function pgmq.send_batch(queue_name text, msgs jsonb[], headers jsonb[])
  returns setof bigint
  language sql
as $$ select pgmq.send_batch($1, $2, $3, clock_timestamp()) $$;

create function pgmq.send_batch(queue_name text, msgs jsonb[], delay integer)
  returns setof bigint
  language sql
as $$ select pgmq.send_batch($1, $2, null, $3) $$;

create function pgmq.send_batch(queue_name text, msgs jsonb[], delay timestamptz)
  returns setof bigint
  language sql
as $$ select pgmq.send_batch($1, $2, null, $3) $$;

create function pgmq.send(queue_name text, msg jsonb, headers jsonb, delay timestamptz)
  returns setof bigint
  language sql
as $$ select pgmq.send_batch($1, array[$2], array[$3], $4) $$;

create function pgmq.send(queue_name text, msg jsonb, headers jsonb, delay integer)
  returns setof bigint
  language sql
as $$ select pgmq.send_batch($1, array[$2], array[$3], $4) $$;

create function pgmq.send(queue_name text, msg jsonb) returns setof bigint
  language sql
as $$ select pgmq.send_batch($1, array[$2]) $$;

create function pgmq.send(queue_name text, msg jsonb, headers jsonb) returns setof bigint
  language sql
as $$ select pgmq.send_batch($1, array[$2], array[$3]) $$;

create function pgmq.send(queue_name text, msg jsonb, delay integer) returns setof bigint
  language sql
as $$ select pgmq.send_batch($1, array[$2], null, $3) $$;

create function pgmq.send(queue_name text, msg jsonb, delay timestamptz) returns setof bigint
  language sql
as $$ select pgmq.send_batch($1, array[$2], null, $3) $$;
