-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.purge_messages()
  RETURNS integer
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_purged integer;
begin
  with old as (
    select id from public.messages
    where deleted_at < now() - interval '30 days' and (content <> '' or kind <> 'text')
    order by deleted_at limit 1000
    for no key update skip locked
  ), forgotten as (
    delete from private.message_search using old where message_id = old.id
  ), detached as (
    delete from public.message_attachments using old where message_id = old.id
  )
  update public.messages set content = '', kind = 'text' from old where messages.id = old.id;
  get diagnostics v_purged = row_count;
  return v_purged;
end;
$function$;

COMMENT ON FUNCTION "private"."purge_messages"() IS 'Forgets text and attachments of up to 1000 messages deleted 30 days ago; what is locked waits for the next run. Returns how many.';

REVOKE ALL ON FUNCTION "private"."purge_messages"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."purge_messages"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."purge_messages"() TO "postgres";
