-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.repeat_action (
  p_asked public.actions
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_action public.actions;
begin
  select * into v_action from public.actions
  where user_id = p_asked.user_id and client_key = p_asked.client_key;
  if not found then
    perform private.changed_meanwhile('action');
  end if;
  if (v_action.action, v_action.units_estimate, v_action.model, v_action.fingerprint)
    is distinct from
    (p_asked.action, p_asked.units_estimate, p_asked.model, p_asked.fingerprint)
  then
    raise sqlstate 'PT409' using
      message = 'idempotency_conflict',
      detail = jsonb_build_object('client_key', p_asked.client_key)::text,
      hint = 'This key was already used for another action.';
  end if;
  return private.action_receipt(v_action.id, true, '[]');
end;
$function$;

COMMENT ON FUNCTION "private"."repeat_action"(public.actions) IS 'The action of a key sent again. PT409.';

REVOKE ALL ON FUNCTION "private"."repeat_action"(public.actions) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."repeat_action"(public.actions) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."repeat_action"(public.actions) TO "postgres";
