-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.take_limit (
  p_limit    public.plan_limits,
  p_user_id  uuid,
  p_ip       inet,
  p_scope_id uuid,
  p_amount   bigint
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_subject text;
  v_is_taken boolean;
  v_retry_after integer;
  v_state jsonb;
begin
  if p_limit.window_kind = 'rolling' then
    v_subject := private.rate_subject(p_limit.scope, p_user_id, p_ip, p_scope_id);
    v_is_taken := private.fill_window(p_limit, v_subject, p_amount) is not null;
    if not v_is_taken and p_amount <= p_limit.allowance then
      v_retry_after := private.seconds_until(p_limit, v_subject, p_amount);
    end if;
  elsif p_limit.window_kind in ('request', 'at_once') then
    v_is_taken := p_amount <= p_limit.allowance;
    v_retry_after := case p_limit.window_kind when 'at_once' then 1 end;
  elsif p_limit.window_kind = 'kept' then
    v_is_taken := private.count_own_characters(p_user_id) + p_amount <= p_limit.allowance;
  else
    v_is_taken := private.raise_count(p_limit, p_user_id, p_scope_id, p_amount);
    if p_amount <= p_limit.allowance then
      v_retry_after :=
        ceil(extract(epoch from private.window_end(p_limit.window_kind, now()) - now()));
    end if;
  end if;
  if not v_is_taken then
    v_state := private.limit_state(p_limit, p_user_id, p_ip, p_scope_id);
    if p_limit.window_kind = 'at_once' then
      -- The turn that asks is among those that were counted.
      v_state := v_state || jsonb_build_object('used', p_amount - 1);
      p_amount := 1;
    end if;
    perform private.refuse_limit(v_state, p_amount, v_retry_after);
  end if;
end;
$function$;

COMMENT ON FUNCTION "private"."take_limit"(public.plan_limits, uuid, inet, uuid, bigint) IS 'Takes of one limit. PT429.';

REVOKE ALL ON FUNCTION "private"."take_limit"(public.plan_limits, uuid, inet, uuid, bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."take_limit"(public.plan_limits, uuid, inet, uuid, bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."take_limit"(public.plan_limits, uuid, inet, uuid, bigint) TO "postgres";
