-- entitlements: what a person may do now: plan, features, limits with what is left and when they
-- reset, credits. The same plan, limits and counts by which begin_turn and begin_action decide.
-- Callers: a person, as public.my_entitlements; functions, as public.read_entitlements.

create function private.entitlements(p_user_id uuid)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  v_plan public.plans := private.current_plan(p_user_id);
  v_membership public.memberships;
  v_next public.memberships;
begin
  select * into v_membership from public.memberships
  where user_id = p_user_id and state = 'live' and plan = v_plan.slug and starts_at <= now()
    and (ends_at is null or ends_at > now())
  order by ends_at desc nulls first limit 1;
  select * into v_next from public.memberships
  where user_id = p_user_id and state = 'live' and starts_at > now()
  order by starts_at limit 1;
  return jsonb_build_object(
    'plan', v_plan.slug,
    'plan_name', v_plan.name,
    'source', coalesce(v_membership.source, 'default'),
    'ends_at', v_membership.ends_at,
    'next_plan', v_next.plan,
    'next_plan_at', v_next.starts_at,
    'features', to_jsonb(v_plan.features),
    'models', to_jsonb(v_plan.models),
    'limits', (
      select coalesce(jsonb_agg(
        private.limit_state(plan_limits, p_user_id, null, '00000000-0000-0000-0000-000000000000')
        || case scope when 'character' then jsonb_build_object('left', null, 'used', null,
          'used_by_character', (
            select coalesce(jsonb_object_agg(scope_id, used), '{}')
            from private.allowance_count as each
            where each.user_id = p_user_id and each.meter = plan_limits.meter
              and each.window_kind = plan_limits.window_kind
              and scope_id <> '00000000-0000-0000-0000-000000000000'
              and starts_on = private.window_start(plan_limits.window_kind, now())))
          else '{}' end
        order by meter, scope, window_kind, window_seconds), '[]')
      from public.plan_limits where plan = v_plan.slug and scope <> 'ip'),
    'available_credits', private.available_credits(p_user_id));
end;
$$;
comment on function private.entitlements is
  'What a person may do now. Limits per character list what was used by the character''s id.';

create function private.own_entitlements()
returns table (
  plan text, plan_name text, source text, ends_at timestamptz, next_plan text,
  next_plan_at timestamptz, features text[], models text[], limits jsonb,
  available_credits bigint)
language plpgsql
stable
security definer -- Definer because people may not read what limits are kept in.
set search_path = ''
as $$
begin
  if auth.uid() is null then
    return;
  end if;
  return query
    select each.* from jsonb_to_record(private.entitlements(auth.uid())) as each (
      plan text, plan_name text, source text, ends_at timestamptz, next_plan text,
      next_plan_at timestamptz, features text[], models text[], limits jsonb,
      available_credits bigint);
end;
$$;
comment on function private.own_entitlements is 'One row: what the caller may do now.';
grant execute on function private.own_entitlements to authenticated;

create view public.my_entitlements with (security_invoker = on) as
  select * from private.own_entitlements();
comment on view public.my_entitlements is
  'One row: the caller''s plan, features, limits with what is left of them, and credits.';
revoke all on public.my_entitlements from anon, authenticated, service_role;
grant select on public.my_entitlements to authenticated;

create function public.read_entitlements(p_user_id uuid)
returns jsonb
language plpgsql
volatile
security definer -- Definer because the service role holds no rights on what limits are kept in.
set search_path = ''
as $$
declare
  v_profile public.profiles := private.require_active_profile(p_user_id);
begin
  perform private.open_wallet(p_user_id);
  return private.entitlements(p_user_id);
end;
$$;
comment on function public.read_entitlements is
  'What a person may do now, the credits that are due being granted first. PT401, PT403.';
revoke execute on function public.read_entitlements from public, anon, authenticated;
grant execute on function public.read_entitlements to service_role;
