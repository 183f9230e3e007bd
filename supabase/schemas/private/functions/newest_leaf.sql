-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.newest_leaf (
  p_message_id uuid
)
  RETURNS uuid
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  v_leaf_id uuid := p_message_id;
  v_child_id uuid;
begin
  loop
    select id into v_child_id from public.messages
    where parent_id = v_leaf_id and state <> 'failed'
    order by (deleted_at is null) desc, ordinal desc limit 1;
    exit when not found;
    v_leaf_id := v_child_id;
  end loop;
  return v_leaf_id;
end;
$function$;

COMMENT ON FUNCTION "private"."newest_leaf"(uuid) IS 'Where the branch through a message ends, taking the newest version at each fork.';

REVOKE ALL ON FUNCTION "private"."newest_leaf"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."newest_leaf"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."newest_leaf"(uuid) TO "postgres";
