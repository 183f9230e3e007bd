-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.own_entitlements()
  RETURNS TABLE (
    plan              text,
    plan_name         text,
    source            text,
    ends_at           timestamp with time zone,
    next_plan         text,
    next_plan_at      timestamp with time zone,
    features          text[],
    models            text[],
    limits            jsonb,
    available_credits bigint
  )
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
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
$function$;

GRANT EXECUTE ON FUNCTION "private"."own_entitlements"() TO "authenticated";

COMMENT ON FUNCTION "private"."own_entitlements"() IS 'One row: what the caller may do now.';

REVOKE ALL ON FUNCTION "private"."own_entitlements"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."own_entitlements"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."own_entitlements"() TO "postgres";
