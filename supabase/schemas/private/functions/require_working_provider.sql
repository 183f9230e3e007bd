-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.require_working_provider (
  p_provider text
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_breaker private.provider_breaker;
begin
  select * into v_breaker from private.provider_breaker where provider = p_provider;
  if coalesce(v_breaker.state, 'closed') <> 'closed' and not private.claim_probe(p_provider) then
    raise sqlstate 'PT503' using
      message = 'provider_unavailable',
      detail = jsonb_build_object('provider', p_provider, 'retry_at', v_breaker.retry_at)::text,
      hint = 'The AI provider fails too often now. Nothing was charged; try again soon.';
  end if;
end;
$function$;

COMMENT ON FUNCTION "private"."require_working_provider"(text) IS 'Refuses what only a provider that is left alone could answer. PT503.';

REVOKE ALL ON FUNCTION "private"."require_working_provider"(text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."require_working_provider"(text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."require_working_provider"(text) TO "postgres";
