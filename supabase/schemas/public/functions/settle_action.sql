-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.settle_action (
  p_action_id       uuid,
  p_is_done         boolean,
  p_units           bigint  DEFAULT 1,
  p_error_code      text    DEFAULT NULL::text,
  p_usage           jsonb   DEFAULT '{}'::jsonb,
  p_delivered_bytes bigint  DEFAULT NULL::bigint
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  -- Whether what streams has failed is decided by what was delivered, not by who reports it.
  v_state text := case
    when p_delivered_bytes = 0 or (p_delivered_bytes is null and not p_is_done) then 'failed'
    when not p_is_done then 'interrupted' else 'complete' end;
  v_action public.actions := private.lock_action(p_action_id);
begin
  if v_action.state = 'running' or (v_action.error_code = 'worker_lost' and v_state <> 'failed')
  then
    perform private.close_action(v_action, v_state, p_units, p_delivered_bytes,
      coalesce(p_error_code, case when p_is_done and v_state = 'failed' then 'empty_answer' end),
      coalesce(p_usage, '{}'));
    perform private.note_attempts(
      coalesce(p_usage -> 'attempts', jsonb_build_array(
        p_usage || jsonb_build_object('model', v_action.model, 'reason', p_error_code))),
      v_action.started_at);
  end if;
  return private.action_receipt(p_action_id, false, '[]');
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."settle_action"(uuid, boolean, bigint, text, jsonb, bigint) TO "service_role";

COMMENT ON FUNCTION "public"."settle_action"(uuid, boolean, bigint, text, jsonb, bigint) IS 'Ends an action and returns its receipt: done, with the units that it came to, or failed, which costs nothing. What streams says how many bytes of text it delivered: none is failed, cut is interrupted. A repeat changes nothing. p_usage as of settle_turn, with the model where it is not the one that was asked for, and is_up: whether the provider works, as far as the call tells; or, where several were asked, attempts as of a turn. PT404.';

REVOKE ALL ON FUNCTION "public"."settle_action"(uuid, boolean, bigint, text, jsonb, bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."settle_action"(uuid, boolean, bigint, text, jsonb, bigint) TO "postgres";

REVOKE ALL ON FUNCTION "public"."settle_action"(uuid, boolean, bigint, text, jsonb, bigint) FROM PUBLIC, "anon", "authenticated";
