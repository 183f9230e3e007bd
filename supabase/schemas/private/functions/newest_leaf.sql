-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.newest_leaf (
  p_message_id uuid
)
  RETURNS uuid
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return (
    with recursive branch as (
      select p_message_id as id, 0 as nr
      union all
      select child.id, branch.nr + 1
      from branch cross join lateral (
        select id from public.messages
        where parent_id = branch.id and state <> 'failed'
        order by (deleted_at is null) desc, ordinal desc limit 1
      ) as child
    )
    select id from branch order by nr desc limit 1);
end;
$function$;

COMMENT ON FUNCTION "private"."newest_leaf"(uuid) IS 'Where the branch through a message ends, taking the newest version at each fork.';

REVOKE ALL ON FUNCTION "private"."newest_leaf"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."newest_leaf"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."newest_leaf"(uuid) TO "postgres";
