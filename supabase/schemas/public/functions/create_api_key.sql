-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.create_api_key (
  p_name                text,
  p_scopes              text[]                   DEFAULT '{completions,models}'::text[],
  p_requests_per_minute integer                  DEFAULT NULL::integer,
  p_monthly_credits     bigint                   DEFAULT NULL::bigint,
  p_expires_at          timestamp with time zone DEFAULT NULL::timestamp WITH time zone
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_user_id uuid := (private.require_active_profile(auth.uid())).id;
  v_secret text := 'parley_sk_' || translate(
    encode(extensions.gen_random_bytes(32), 'base64'), '+/=', '-_');
  v_key public.api_keys;
begin
  perform private.require_feature(private.current_plan(v_user_id), 'api');
  -- Two devices making the last key that is allowed wait for each other there.
  perform private.open_wallet(v_user_id);
  if 50 <= (select count(*) from public.api_keys
    where user_id = v_user_id and revoked_at is null)
  then
    raise sqlstate 'PT409' using
      message = 'too_many_api_keys',
      detail = jsonb_build_object('allowed', 50)::text,
      hint = 'Nobody needs more than 50 keys: revoke one.';
  end if;
  insert into public.api_keys (user_id, name, prefix, scopes, requests_per_minute,
    monthly_credits, expires_at)
  values (v_user_id, p_name, left(v_secret, 16), p_scopes, p_requests_per_minute,
    p_monthly_credits, p_expires_at)
  returning * into v_key;
  insert into private.api_key_secret (secret_hash, api_key_id)
  values (private.hash_token(v_secret), v_key.id);
  return to_jsonb(v_key) || jsonb_build_object('secret', v_secret);
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."create_api_key"(text, text[], integer, bigint, timestamp WITH time zone) TO "authenticated";

COMMENT ON FUNCTION "public"."create_api_key"(text, text[], integer, bigint, timestamp with time zone) IS 'A new key of the caller, with its secret, told this once. PT401, PT403, PT409.';

REVOKE ALL ON FUNCTION "public"."create_api_key"(text, text[], integer, bigint, timestamp WITH time zone) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."create_api_key"(text, text[], integer, bigint, timestamp WITH time zone) TO "postgres";

REVOKE ALL ON FUNCTION "public"."create_api_key"(text, text[], integer, bigint, timestamp WITH time zone) FROM PUBLIC, "anon", "service_role";
