-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.raise_count (
  p_limit    public.plan_limits,
  p_user_id  uuid,
  p_scope_id uuid,
  p_amount   bigint
)
  RETURNS boolean
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
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
$function$;

COMMENT ON FUNCTION "private"."raise_count"(public.plan_limits, uuid, uuid, bigint) IS 'Counts; false when it would be more than allowed.';

REVOKE ALL ON FUNCTION "private"."raise_count"(public.plan_limits, uuid, uuid, bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."raise_count"(public.plan_limits, uuid, uuid, bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."raise_count"(public.plan_limits, uuid, uuid, bigint) TO "postgres";
