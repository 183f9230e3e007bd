-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.limit_state (
  p_limit    public.plan_limits,
  p_user_id  uuid,
  p_ip       inet,
  p_scope_id uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  v_window private.rate_window;
  v_used bigint;
  v_resets_at timestamptz := private.window_end(p_limit.window_kind, now());
begin
  if p_limit.window_kind = 'rolling' then
    select * into v_window from private.rate_window
    where subject = private.rate_subject(p_limit.scope, p_user_id, p_ip, p_scope_id)
      and meter = p_limit.meter and window_seconds = p_limit.window_seconds
      and allowance = p_limit.allowance;
    v_used := coalesce(ceil(private.rate_level(v_window, now())), 0);
    v_resets_at := now() + private.rate_level(v_window, now())
      * p_limit.window_seconds / p_limit.allowance * interval '1 second';
  elsif p_limit.window_kind = 'at_once' then
    v_used := private.open_answers(p_user_id);
  elsif p_limit.window_kind = 'kept' then
    v_used := private.count_own_characters(p_user_id);
  elsif p_limit.window_kind <> 'request' then
    v_used := (
      select used from private.allowance_count
      where user_id = p_user_id and meter = p_limit.meter
        and window_kind = p_limit.window_kind and scope_id = p_scope_id
        and starts_on = private.window_start(p_limit.window_kind, now()));
  end if;
  return jsonb_build_object(
    'meter', p_limit.meter,
    'scope', p_limit.scope,
    'window', p_limit.window_kind,
    'window_seconds', nullif(p_limit.window_seconds, 0),
    'allowance', p_limit.allowance,
    'used', coalesce(v_used, 0),
    'left', greatest(0, p_limit.allowance - coalesce(v_used, 0)),
    'resets_at', v_resets_at);
end;
$function$;

COMMENT ON FUNCTION "private"."limit_state"(public.plan_limits, uuid, inet, uuid) IS 'How a limit stands for a person, an address and a character or an API key: allowance, used, left, resets_at.';

REVOKE ALL ON FUNCTION "private"."limit_state"(public.plan_limits, uuid, inet, uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."limit_state"(public.plan_limits, uuid, inet, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."limit_state"(public.plan_limits, uuid, inet, uuid) TO "postgres";
