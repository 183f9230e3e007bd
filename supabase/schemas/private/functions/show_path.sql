-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.show_path (
  p_conversation_id uuid,
  p_leaf_id         uuid,
  p_through         bigint DEFAULT NULL::bigint
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_fork bigint;
  v_turned uuid[];
begin
  -- Up to the first that is shown: what leads there is shown already.
  with recursive path as (
    select id, parent_id, ordinal, is_current from public.messages where id = p_leaf_id
    union all
    select parent.id, parent.parent_id, parent.ordinal, parent.is_current
    from public.messages as parent join path on parent.id = path.parent_id
    where not path.is_current or path.ordinal > p_through
  )
  select coalesce(max(ordinal) filter (where is_current), 0),
    coalesce(array_agg(id) filter (where not is_current), '{}')
  into v_fork, v_turned
  from path;
  v_turned := v_turned || array(
    select id from public.messages
    where conversation_id = p_conversation_id and is_current and ordinal > v_fork);
  update public.messages set is_current = not is_current
  where id = any (v_turned) and deleted_at is null;
end;
$function$;

COMMENT ON FUNCTION "private"."show_path"(uuid, uuid, bigint) IS 'Shows the messages up to a leaf and hides all others of the conversation, whose row is locked; p_through is the ordinal of one on the way that is shown again, between others that are.';

REVOKE ALL ON FUNCTION "private"."show_path"(uuid, uuid, bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."show_path"(uuid, uuid, bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."show_path"(uuid, uuid, bigint) TO "postgres";
