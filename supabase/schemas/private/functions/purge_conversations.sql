-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.purge_conversations()
  RETURNS integer
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_ids uuid[];
  v_purged integer;
begin
  v_ids := array(
    select conversation.id from public.conversations as conversation
    join public.profiles as profile on profile.id = conversation.user_id
    where conversation.deleted_at < now() - interval '30 days'
    order by conversation.deleted_at
    limit 200
    for key share of profile skip locked
    for update of conversation skip locked
  );
  -- Looked up when they are locked: whoever settles or begins a turn holds its conversation.
  delete from public.conversations as conversation
  where id = any (v_ids) and not exists (
    select from public.turns where conversation_id = conversation.id and state = 'streaming');
  get diagnostics v_purged = row_count;
  return v_purged;
end;
$function$;

COMMENT ON FUNCTION "private"."purge_conversations"() IS 'Removes up to 200 conversations deleted 30 days ago, with all that was said in them; what is locked or still has an open turn waits for the next run. Returns how many.';

REVOKE ALL ON FUNCTION "private"."purge_conversations"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."purge_conversations"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."purge_conversations"() TO "postgres";
