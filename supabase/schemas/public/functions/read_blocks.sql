-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.read_blocks()
  RETURNS TABLE (
    subject        text,
    user_id        uuid,
    meter          text,
    scope          text,
    window_kind    text,
    window_seconds integer,
    allowance      bigint,
    used           bigint,
    resets_at      timestamp with time zone
  )
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform private.audit_as_admin('read_blocks', 'limits', '{}');
  return query
    -- First who reached a limit of any plan: to look up which plan somebody has is a query each.
    with reached as materialized (
      select count.user_id, count.meter, count.window_kind, count.starts_on, count.used,
        plan_limit.plan, plan_limit.scope, plan_limit.allowance
      from private.allowance_count as count
      join public.plan_limits as plan_limit on plan_limit.meter = count.meter
        and plan_limit.window_kind = count.window_kind
        and (plan_limit.scope = 'character')
          = (count.scope_id <> '00000000-0000-0000-0000-000000000000')
      where count.used >= plan_limit.allowance
    )
    select each.subject, private.as_uuid(substr(each.subject, 6)), each.meter,
      split_part(each.subject, ':', 1), 'rolling', each.window_seconds, each.allowance,
      ceil(private.rate_level(each, now()))::bigint,
      now() + (private.rate_level(each, now()) + 1 - each.allowance)
        * each.window_seconds / each.allowance * interval '1 second'
    from private.rate_window as each
    where private.rate_level(each, now()) + 1 > each.allowance
    union all
    select 'user:' || each.user_id, each.user_id, each.meter, each.scope, each.window_kind,
      0, each.allowance, each.used, private.window_end(each.window_kind, now())
    from reached as each
    where each.starts_on = private.window_start(each.window_kind, now())
      and each.plan = (private.current_plan(each.user_id)).slug
    limit 1000;
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."read_blocks"() TO "authenticated";

COMMENT ON FUNCTION "public"."read_blocks"() IS 'Whom a limit refuses now: people and addresses, which limit, until when. PT403.';

REVOKE ALL ON FUNCTION "public"."read_blocks"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."read_blocks"() TO "postgres";

REVOKE ALL ON FUNCTION "public"."read_blocks"() FROM PUBLIC, "anon", "service_role";
