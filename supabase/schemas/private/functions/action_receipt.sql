-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.action_receipt (
  p_action_id uuid,
  p_is_repeat boolean,
  p_limits    jsonb
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return (select jsonb_build_object(
    'action_id', id, 'action', action, 'state', state, 'is_repeat', p_is_repeat, 'plan', plan,
    'model', model, 'units', units, 'held_credits', held_credits,
    'charged_credits', charged_credits,
    'refunded_credits', case when state = 'running' then 0
      else held_credits - charged_credits + private.refunded_in_all(hold_id) end,
    'available_credits', private.available_credits(user_id),
    'error_code', error_code, 'limits', p_limits)
  from public.actions where id = p_action_id);
end;
$function$;

COMMENT ON FUNCTION "private"."action_receipt"(uuid, boolean, jsonb) IS 'What an action held, cost and gave back.';

REVOKE ALL ON FUNCTION "private"."action_receipt"(uuid, boolean, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."action_receipt"(uuid, boolean, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."action_receipt"(uuid, boolean, jsonb) TO "postgres";
