-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.claim_probe (
  p_provider text
)
  RETURNS boolean
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  update private.provider_breaker as breaker
  set state = 'half_open', retry_at = now() + make_interval(secs => rules.probe_seconds)
  from private.breaker_rules as rules
  where breaker.provider in (
    select provider from private.provider_breaker
    where provider = p_provider and state <> 'closed' and retry_at <= now()
    for no key update skip locked);
  return found;
end;
$function$;

COMMENT ON FUNCTION "private"."claim_probe"(text) IS 'Lets this turn try a provider that was left alone long enough; one turn at a time.';

REVOKE ALL ON FUNCTION "private"."claim_probe"(text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."claim_probe"(text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."claim_probe"(text) TO "postgres";
