-- Publications: what logical replication carries (supabase-platform.md §1.7, §4.8).

-- Empty: a migration adds the tables whose changes clients may follow.
create publication supabase_realtime;
alter publication supabase_realtime owner to postgres;

-- The Realtime server's own: broadcasts sent from SQL. Rows are published as realtime.messages,
-- whatever partition holds them.
create publication supabase_realtime_messages_publication
  for table realtime.messages
  with (publish = 'insert', publish_via_partition_root = true);
