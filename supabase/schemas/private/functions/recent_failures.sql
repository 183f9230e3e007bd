-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.recent_failures (
  p_provider text,
  p_since    timestamp with time zone,
  p_rules    private.breaker_rules
)
  RETURNS bigint
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  v_from timestamptz := greatest(p_since, now() - make_interval(secs => p_rules.window_seconds));
begin
  return (
    select count(*) filter (where has_failed)
    from (
      select * from (
        (select created_at, true as has_failed from private.provider_failure
          where provider = p_provider and created_at >= v_from
          order by created_at desc limit p_rules.calls)
        union all
        (select created_at, false from private.usage_record
          where provider = p_provider and created_at >= v_from
            and outcome in ('complete', 'stopped')
          order by created_at desc limit p_rules.calls)
      ) as call
      order by created_at desc, has_failed desc limit p_rules.calls
    ) as latest);
end;
$function$;

COMMENT ON FUNCTION "private"."recent_failures"(text, timestamp with time zone, private.breaker_rules) IS 'How many of the latest calls of a provider failed, within the window and since a moment.';

REVOKE ALL ON FUNCTION "private"."recent_failures"(text, timestamp WITH time zone, private.breaker_rules) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."recent_failures"(text, timestamp WITH time zone, private.breaker_rules) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."recent_failures"(text, timestamp WITH time zone, private.breaker_rules) TO "postgres";
