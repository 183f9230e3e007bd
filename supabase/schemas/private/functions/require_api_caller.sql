-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.require_api_caller (
  p_user_id  uuid,
  p_key_hash text,
  p_scope    text
)
  RETURNS public.api_keys
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_key public.api_keys;
begin
  v_key.user_id := p_user_id;
  if p_user_id is null then
    select each.* into v_key from private.api_key_secret as secret
    join public.api_keys as each on each.id = secret.api_key_id
    where secret.secret_hash = p_key_hash;
    if not found or v_key.revoked_at is not null or v_key.expires_at <= now() then
      raise sqlstate 'PT401' using
        message = 'invalid_api_key', hint = 'This API key is not valid (any more).';
    end if;
    if not p_scope = any (v_key.scopes) then
      raise sqlstate 'PT403' using
        message = 'scope_missing',
        detail = jsonb_build_object('scope', p_scope, 'scopes', v_key.scopes)::text,
        hint = format('This API key may not be used for %s.', p_scope);
    end if;
  end if;
  perform private.require_active_profile(v_key.user_id);
  return v_key;
end;
$function$;

COMMENT ON FUNCTION "private"."require_api_caller"(uuid, text, text) IS 'The key that calls, or one without an id for a person who does; user_id is theirs. The same answer for a key that never was, was revoked or has expired. PT401, PT403.';

REVOKE ALL ON FUNCTION "private"."require_api_caller"(uuid, text, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."require_api_caller"(uuid, text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."require_api_caller"(uuid, text, text) TO "postgres";
