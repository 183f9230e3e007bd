-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.require_active_profile (
  p_user_id uuid
)
  RETURNS public.profiles
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_profile public.profiles;
  v_banned_until timestamptz;
  v_deleted_at timestamptz;
begin
  select * into v_profile from public.profiles where id = p_user_id for key share;
  select banned_until, deleted_at into v_banned_until, v_deleted_at
  from auth.users where id = p_user_id;
  if v_profile.id is null or v_deleted_at is not null then
    raise sqlstate 'PT401' using
      message = 'unauthenticated', hint = 'This account does not exist any more.';
  end if;
  if v_profile.status = 'suspended' or v_banned_until > now() then
    raise sqlstate 'PT403' using
      message = 'account_suspended',
      detail = jsonb_build_object('until', v_banned_until)::text,
      hint = 'This account is suspended.';
  end if;
  if v_profile.status <> 'active' then
    raise sqlstate 'PT403' using
      message = 'account_deactivated', hint = 'This account is deactivated.';
  end if;
  return v_profile;
end;
$function$;

COMMENT ON FUNCTION "private"."require_active_profile"(uuid) IS 'The profile of a person who may act now; PT401 or PT403 otherwise.';

REVOKE ALL ON FUNCTION "private"."require_active_profile"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."require_active_profile"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."require_active_profile"(uuid) TO "postgres";
