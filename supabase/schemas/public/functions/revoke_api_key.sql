-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.revoke_api_key (
  p_id uuid
)
  RETURNS public.api_keys
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_key public.api_keys;
begin
  -- Also of a suspended account: nobody is kept from closing a door.
  update public.api_keys set revoked_at = coalesce(revoked_at, now())
  where id = p_id and user_id = auth.uid()
  returning * into v_key;
  if not found then
    raise sqlstate 'PT404' using
      message = 'api_key_not_found', hint = 'There is no such API key.';
  end if;
  return v_key;
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."revoke_api_key"(uuid) TO "authenticated";

COMMENT ON FUNCTION "public"."revoke_api_key"(uuid) IS 'Ends a key of the caller for good; a repeat changes nothing. PT404.';

REVOKE ALL ON FUNCTION "public"."revoke_api_key"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."revoke_api_key"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "public"."revoke_api_key"(uuid) FROM PUBLIC, "anon", "service_role";
