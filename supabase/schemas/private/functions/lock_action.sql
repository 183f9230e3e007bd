-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.lock_action (
  p_action_id uuid
)
  RETURNS public.actions
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_action public.actions;
begin
  perform from public.profiles
  where id = (select user_id from public.actions where id = p_action_id) for key share;
  select * into v_action from public.actions where id = p_action_id for no key update;
  if not found then
    raise sqlstate 'PT404' using message = 'action_not_found', hint = 'There is no such action.';
  end if;
  return v_action;
end;
$function$;

COMMENT ON FUNCTION "private"."lock_action"(uuid) IS 'Locks an action after its person. PT404.';

REVOKE ALL ON FUNCTION "private"."lock_action"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."lock_action"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."lock_action"(uuid) TO "postgres";
