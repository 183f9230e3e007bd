-- take_allowance: counts what is about to be done, or refuses it, for all limits of a plan at once.
-- Callers: begin_turn and begin_action; check_allowance for what costs nothing but is limited (a
-- request of a function, an upload), which the edge functions call.
-- A refusal is an exception, so nothing that was counted for it stays. PT429
--   rate_limited    a rolling window is full, or too much at once: details.retry_after in seconds
--   quota_exceeded  a day, a month or all that there ever was is used up, or one is too large

create function private.refuse_limit(
  p_state jsonb, p_needed bigint, p_retry_after integer)
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_detail text :=
    p_state || jsonb_build_object('needed', p_needed, 'retry_after', p_retry_after);
begin
  if p_state ->> 'window' in ('rolling', 'at_once') then
    raise sqlstate 'PT429' using
      message = 'rate_limited',
      detail = v_detail,
      hint = format('Too many %s: try again in %s s.', p_state ->> 'meter', p_retry_after);
  end if;
  raise sqlstate 'PT429' using
    message = 'quota_exceeded',
    detail = v_detail,
    hint = format('The %s allows %s %s (%s).',
      case p_state ->> 'scope' when 'key' then 'API key' else 'plan' end,
      p_state ->> 'allowance', p_state ->> 'meter', p_state ->> 'window');
end;
$$;
comment on function private.refuse_limit is
  'Raises PT429 with the limit, what is left of it and when to come back.';

create function private.fill_window(
  p_limit public.plan_limits, p_subject text, p_amount bigint)
returns private.rate_window
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_window private.rate_window;
begin
  insert into private.rate_window (subject, meter, window_seconds, allowance, level, leaked_at)
  select p_subject, p_limit.meter, p_limit.window_seconds, p_limit.allowance, p_amount, now()
  where p_amount <= p_limit.allowance
  on conflict on constraint rate_window_pkey do update
  set level = private.rate_level(rate_window, now()) + p_amount,
    leaked_at = greatest(rate_window.leaked_at, now())
  where private.rate_level(rate_window, now()) + p_amount <= p_limit.allowance
  returning * into v_window;
  return v_window;
end;
$$;
comment on function private.fill_window is 'Fills a bucket; null when it would overflow.';

create function private.seconds_until(
  p_limit public.plan_limits, p_subject text, p_amount bigint)
returns integer
language plpgsql
stable
set search_path = ''
as $$
declare
  v_window private.rate_window;
begin
  select * into strict v_window from private.rate_window
  where subject = p_subject and meter = p_limit.meter
    and window_seconds = p_limit.window_seconds and allowance = p_limit.allowance;
  return greatest(1, ceil(
    (private.rate_level(v_window, now()) + p_amount - p_limit.allowance)
    * p_limit.window_seconds / p_limit.allowance));
end;
$$;
comment on function private.seconds_until is 'When a bucket will have room, in whole seconds.';

create function private.raise_count(
  p_limit public.plan_limits, p_user_id uuid, p_scope_id uuid, p_amount bigint)
returns boolean
language plpgsql
volatile
set search_path = ''
as $$
begin
  insert into private.allowance_count (user_id, meter, window_kind, scope_id, starts_on, used)
  select p_user_id, p_limit.meter, p_limit.window_kind, p_scope_id,
    private.window_start(p_limit.window_kind, now()), p_amount
  where p_amount <= p_limit.allowance
  on conflict on constraint allowance_count_pkey do update
  set used = allowance_count.used + p_amount
  where allowance_count.used + p_amount <= p_limit.allowance;
  return found;
end;
$$;
comment on function private.raise_count is 'Counts; false when it would be more than allowed.';

create function private.take_limit(
  p_limit public.plan_limits, p_user_id uuid, p_ip inet, p_scope_id uuid, p_amount bigint)
returns void
language plpgsql
volatile
set search_path = ''
as $$
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
$$;
comment on function private.take_limit is 'Takes of one limit. PT429.';

create function private.take_allowance(
  p_plan text, p_user_id uuid, p_ip inet, p_character_id uuid, p_takes private.take[],
  p_reservation_id uuid, p_api_key_id uuid default null)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
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
$$;
comment on function private.take_allowance is
  'Counts some takes against all limits of a plan, a character and an API key, the wallet being '
  'locked; returns how those limits stand. What is not limited is not counted. PT429.';

create function private.settle_allowance(p_reservation_id uuid, p_takes private.take[])
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_reservation private.allowance_reservation;
  v_count private.counted;
  v_amount bigint;
  v_counts private.counted[] := '{}';
begin
  select * into v_reservation from private.allowance_reservation where id = p_reservation_id;
  if not found then
    return;
  end if;
  foreach v_count in array v_reservation.counts loop
    v_amount := coalesce(
      (select amount from unnest(p_takes) where meter = v_count.meter), v_count.amount);
    update private.allowance_count
    set used = greatest(0, used + v_amount - v_count.amount)
    where user_id = v_reservation.user_id and meter = v_count.meter
      and window_kind = v_count.window_kind and scope_id = v_count.scope_id
      and starts_on = v_count.starts_on;
    v_count.amount := v_amount;
    v_counts := v_counts || v_count;
  end loop;
  update private.allowance_reservation set counts = v_counts where id = p_reservation_id;
end;
$$;
comment on function private.settle_allowance is
  'Corrects what a reservation counted to what it came to, the wallet being locked; meters that '
  'are not named stay as they are.';

create function public.check_allowance(
  p_user_id uuid, p_meter text, p_ip inet default null, p_amount bigint default 1)
returns jsonb
language plpgsql
volatile
security definer -- Definer because the service role holds no rights on what limits are kept in.
set search_path = ''
as $$
declare
  v_profile public.profiles := private.require_active_profile(p_user_id);
begin
  if p_amount is null or p_amount < 1 then
    raise sqlstate 'PT400' using
      message = 'invalid_amount', detail = jsonb_build_object('amount', p_amount)::text,
      hint = 'So much cannot be taken.';
  end if;
  if p_meter is null or not exists (select from private.meter_kind where meter = p_meter) then
    raise sqlstate 'PT400' using
      message = 'unknown_meter', detail = jsonb_build_object('meter', p_meter)::text,
      hint = 'Nothing is counted by that name.';
  end if;
  perform private.open_wallet(p_user_id);
  return jsonb_build_object('limits', private.take_allowance(
    (private.current_plan(p_user_id)).slug, p_user_id, p_ip, null,
    array[row(p_meter, p_amount)::private.take], null));
end;
$$;
comment on function public.check_allowance is
  'Counts something that is limited and costs nothing; returns how its limits stand. PT400, PT401, '
  'PT403, PT429.';
revoke execute on function public.check_allowance from public, anon, authenticated;
grant execute on function public.check_allowance to service_role;
