-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.require_working_providers (
  p_providers text[]
)
  RETURNS text[]
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_provider text;
  v_breaker private.provider_breaker;
  v_working text[] := '{}';
  v_retry_at timestamptz;
begin
  foreach v_provider in array p_providers loop
    select * into v_breaker from private.provider_breaker where provider = v_provider;
    -- Who tries a provider for all others asks it first: a later one may never be asked.
    if coalesce(v_breaker.state, 'closed') = 'closed'
      or v_working = '{}' and private.claim_probe(v_provider)
    then
      v_working := v_working || v_provider;
    end if;
    v_retry_at := least(v_retry_at, v_breaker.retry_at);
  end loop;
  if v_working = '{}' then
    raise sqlstate 'PT503' using
      message = 'provider_unavailable',
      detail = jsonb_build_object('provider', p_providers[1], 'retry_at', v_retry_at)::text,
      hint = 'The AI provider fails too often now. Nothing was charged; try again soon.';
  end if;
  return v_working;
end;
$function$;

COMMENT ON FUNCTION "private"."require_working_providers"(text[]) IS 'Those of some providers, in their order, that are not left alone; refuses what only others could answer. PT503.';

REVOKE ALL ON FUNCTION "private"."require_working_providers"(text[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."require_working_providers"(text[]) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."require_working_providers"(text[]) TO "postgres";
