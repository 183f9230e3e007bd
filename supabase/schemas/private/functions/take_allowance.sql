-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.take_allowance (
  p_plan           text,
  p_user_id        uuid,
  p_ip             inet,
  p_character_id   uuid,
  p_takes          private.take[],
  p_reservation_id uuid,
  p_api_key_id     uuid           DEFAULT NULL::uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_limit public.plan_limits;
  v_amount bigint;
  v_scope_id uuid;
  v_counts private.counted[] := '{}';
  v_states jsonb := '[]';
begin
  -- The order of locks: counts of the person, windows of the person, windows of the address.
  for v_limit in
    -- Of a plan's and a character's own limit in one window the smaller one holds.
    select plan, meter, scope, window_kind, window_seconds, min(allowance)
    from (
      select * from public.plan_limits where plan = p_plan
      union all
      select * from private.api_key_limits(p_api_key_id)
      union all
      select p_plan, 'messages', 'character', 'day', 0, messages_per_day
      from public.characters where id = p_character_id and messages_per_day is not null
    ) as limits
    where meter in (select meter from unnest(p_takes))
      and (scope <> 'ip' or p_ip is not null)
      and (scope <> 'character' or p_character_id is not null)
    group by plan, meter, scope, window_kind, window_seconds
    order by scope = 'ip', window_kind = 'rolling', meter, window_kind, window_seconds, scope
  loop
    select amount into strict v_amount from unnest(p_takes) where meter = v_limit.meter;
    v_scope_id := case v_limit.scope
      when 'character' then p_character_id
      when 'key' then p_api_key_id
      else '00000000-0000-0000-0000-000000000000' end;
    perform private.take_limit(v_limit, p_user_id, p_ip, v_scope_id, v_amount);
    if v_limit.window_kind in ('day', 'month', 'ever') then
      v_counts := v_counts || row(v_limit.meter, v_limit.window_kind, v_scope_id,
        private.window_start(v_limit.window_kind, now()), v_amount)::private.counted;
    end if;
    v_states := v_states || private.limit_state(v_limit, p_user_id, p_ip, v_scope_id);
  end loop;
  if p_reservation_id is not null and v_counts <> '{}' then
    insert into private.allowance_reservation (id, user_id, counts)
    values (p_reservation_id, p_user_id, v_counts);
  end if;
  return v_states;
end;
$function$;

COMMENT ON FUNCTION "private"."take_allowance"(text, uuid, inet, uuid, private.take[], uuid, uuid) IS 'Counts some takes against all limits of a plan, a character and an API key, the wallet being locked; returns how those limits stand. What is not limited is not counted. PT429.';

REVOKE ALL ON FUNCTION "private"."take_allowance"(text, uuid, inet, uuid, private.take[], uuid, uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."take_allowance"(text, uuid, inet, uuid, private.take[], uuid, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."take_allowance"(text, uuid, inet, uuid, private.take[], uuid, uuid) TO "postgres";
