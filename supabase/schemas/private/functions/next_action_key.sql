-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.next_action_key (
  p_user_id uuid,
  p_action  text,
  p_subject text
)
  RETURNS text
  LANGUAGE sql
  STABLE
  SET search_path TO ''
  AS $function$
  with recursive attempt (nr) as (
    select 0
    union all
    select nr + 1 from attempt where exists (
      select from public.actions
      where user_id = p_user_id and client_key = format('%s:%s:%s', p_action, p_subject, nr)
        and state <> 'running')
  )
  select format('%s:%s:%s', p_action, p_subject, max(nr)) from attempt;
$function$;

COMMENT ON FUNCTION "private"."next_action_key"(uuid, text, text) IS 'The key of an action for a subject: that of the one that runs, else a new one.';

REVOKE ALL ON FUNCTION "private"."next_action_key"(uuid, text, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."next_action_key"(uuid, text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."next_action_key"(uuid, text, text) TO "postgres";
