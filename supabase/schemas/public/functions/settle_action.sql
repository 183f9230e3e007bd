-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.settle_action (
  p_action_id  uuid,
  p_is_done    boolean,
  p_units      bigint  DEFAULT 1,
  p_error_code text    DEFAULT NULL::text,
  p_usage      jsonb   DEFAULT '{}'::jsonb
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
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
  if v_action.state = 'running' or (v_action.error_code = 'worker_lost' and p_is_done) then
    perform private.close_action(
      v_action, p_is_done, p_units, p_error_code, coalesce(p_usage, '{}'));
  end if;
  return private.action_receipt(p_action_id, false, '[]');
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."settle_action"(uuid, boolean, bigint, text, jsonb) TO "service_role";

COMMENT ON FUNCTION "public"."settle_action"(uuid, boolean, bigint, text, jsonb) IS 'Ends an action and returns its receipt: done, with the units that it came to, or failed, which costs nothing. A repeat changes nothing. p_usage as of settle_turn. PT404.';

REVOKE ALL ON FUNCTION "public"."settle_action"(uuid, boolean, bigint, text, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."settle_action"(uuid, boolean, bigint, text, jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "public"."settle_action"(uuid, boolean, bigint, text, jsonb) FROM PUBLIC, "anon", "authenticated";
