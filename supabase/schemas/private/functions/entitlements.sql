-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.entitlements (
  p_user_id uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
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
$function$;

COMMENT ON FUNCTION "private"."entitlements"(uuid) IS 'What a person may do now. Limits per character list what was used by the character''s id.';

REVOKE ALL ON FUNCTION "private"."entitlements"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."entitlements"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."entitlements"(uuid) TO "postgres";
