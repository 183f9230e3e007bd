-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.refuse_limit (
  p_state       jsonb,
  p_needed      bigint,
  p_retry_after integer
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
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
$function$;

COMMENT ON FUNCTION "private"."refuse_limit"(jsonb, bigint, integer) IS 'Raises PT429 with the limit, what is left of it and when to come back.';

REVOKE ALL ON FUNCTION "private"."refuse_limit"(jsonb, bigint, integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."refuse_limit"(jsonb, bigint, integer) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."refuse_limit"(jsonb, bigint, integer) TO "postgres";
