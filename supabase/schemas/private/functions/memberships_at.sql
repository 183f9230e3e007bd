-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.memberships_at (
  p_user_id uuid,
  p_at      timestamp with time zone
)
  RETURNS SETOF public.memberships
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  v_profile public.profiles;
begin
  return query
    select * from public.memberships
    where user_id = p_user_id and state = 'live' and starts_at <= p_at
      and (ends_at is null or ends_at > p_at);
  if found then
    return;
  end if;
  select * into v_profile from public.profiles where id = p_user_id;
  if found then
    return query
      select null::uuid, p_user_id, slug, 'default', 'default', v_profile.created_at,
        null::timestamptz, v_profile.created_at, 'live', v_profile.created_at, null::text,
        null::timestamptz
      from public.plans where is_default;
  end if;
end;
$function$;

COMMENT ON FUNCTION "private"."memberships_at"(uuid, timestamp with time zone) IS 'The memberships whose time it is; of somebody without any, the default plan as one.';

REVOKE ALL ON FUNCTION "private"."memberships_at"(uuid, timestamp WITH time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."memberships_at"(uuid, timestamp WITH time zone) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."memberships_at"(uuid, timestamp WITH time zone) TO "postgres";
