-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.show_path (
  p_conversation_id uuid,
  p_leaf_id         uuid
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_path uuid[];
begin
  with recursive path as (
    select id, parent_id from public.messages where id = p_leaf_id
    union all
    select parent.id, parent.parent_id
    from public.messages as parent join path on parent.id = path.parent_id
  )
  select coalesce(array_agg(id), '{}') into v_path from path;
  update public.messages set is_current = not is_current
  where conversation_id = p_conversation_id and deleted_at is null
    and is_current <> (id = any (v_path));
end;
$function$;

COMMENT ON FUNCTION "private"."show_path"(uuid, uuid) IS 'Shows the messages up to a leaf and hides all others of the conversation, whose row is locked.';

REVOKE ALL ON FUNCTION "private"."show_path"(uuid, uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."show_path"(uuid, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."show_path"(uuid, uuid) TO "postgres";
