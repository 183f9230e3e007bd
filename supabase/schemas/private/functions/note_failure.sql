-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.note_failure (
  p_provider text,
  p_begun_at timestamp with time zone
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_rules private.breaker_rules;
  v_breaker private.provider_breaker;
begin
  select * into strict v_rules from private.breaker_rules where id;
  select * into v_breaker from private.provider_breaker where provider = p_provider;
  if v_breaker.state = 'half_open' and p_begun_at >= v_breaker.moved_at then
    update private.provider_breaker
    set state = 'open', openings = least(openings + 1, 30), moved_at = now(),
      retry_at = private.open_until(openings + 1, v_rules)
    where provider = p_provider and state = 'half_open' and moved_at = v_breaker.moved_at;
  elsif coalesce(v_breaker.state, 'closed') = 'closed'
    and private.recent_failures(p_provider, v_breaker.moved_at, v_rules) >= v_rules.failures
  then
    insert into private.provider_breaker (provider, state, openings, retry_at)
    values (p_provider, 'open', 1, private.open_until(1, v_rules))
    on conflict on constraint provider_breaker_pkey do update
    set state = 'open', openings = 1, moved_at = now(), retry_at = excluded.retry_at
    where provider_breaker.state = 'closed';
  end if;
end;
$function$;

COMMENT ON FUNCTION "private"."note_failure"(text, timestamp with time zone) IS 'Opens a provider that failed too often, or that failed the turn which tried it.';

REVOKE ALL ON FUNCTION "private"."note_failure"(text, timestamp WITH time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."note_failure"(text, timestamp WITH time zone) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."note_failure"(text, timestamp WITH time zone) TO "postgres";
