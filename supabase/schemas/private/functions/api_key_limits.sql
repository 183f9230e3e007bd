-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.api_key_limits (
  p_key_id uuid
)
  RETURNS SETOF public.plan_limits
  LANGUAGE plpgsql
  STABLE
  ROWS 2
  SET search_path TO ''
  AS $function$
begin
  if p_key_id is not null then
    return query
      select null::text, each.meter, 'key', each.window_kind, each.window_seconds, each.allowance
      from public.api_keys as key, lateral (values
        ('requests', 'rolling', 60, key.requests_per_minute::bigint),
        ('credits', 'month', 0, key.monthly_credits)
      ) as each (meter, window_kind, window_seconds, allowance)
      where key.id = p_key_id and each.allowance is not null;
  end if;
end;
$function$;

COMMENT ON FUNCTION "private"."api_key_limits"(uuid) IS 'The limits of a key, in the form of a plan''s.';

REVOKE ALL ON FUNCTION "private"."api_key_limits"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."api_key_limits"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."api_key_limits"(uuid) TO "postgres";
