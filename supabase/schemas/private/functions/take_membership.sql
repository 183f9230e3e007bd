-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.take_membership (
  p_membership_id uuid
)
  RETURNS public.memberships
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_membership public.memberships;
begin
  perform private.lock_person((
    select user_id from public.memberships where id = p_membership_id));
  select * into v_membership from public.memberships where id = p_membership_id;
  if not found then
    raise sqlstate 'PT404' using
      message = 'membership_not_found',
      detail = jsonb_build_object('membership_id', p_membership_id)::text,
      hint = 'There is no such membership any more.';
  end if;
  return v_membership;
end;
$function$;

COMMENT ON FUNCTION "private"."take_membership"(uuid) IS 'A membership, its person''s wallet being locked. PT404 when it is not there any more.';

REVOKE ALL ON FUNCTION "private"."take_membership"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."take_membership"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."take_membership"(uuid) TO "postgres";
