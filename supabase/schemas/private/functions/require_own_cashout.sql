-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.require_own_cashout (
  p_user_id uuid,
  p_id      uuid
)
  RETURNS public.cashouts
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  v_cashout public.cashouts;
begin
  select * into v_cashout from public.cashouts where id = p_id and user_id = p_user_id;
  if not found then
    raise sqlstate 'PT404' using
      message = 'cashout_not_found', hint = 'There is no such cashout.';
  end if;
  return v_cashout;
end;
$function$;

COMMENT ON FUNCTION "private"."require_own_cashout"(uuid, uuid) IS 'Somebody''s own cashout. PT404.';

REVOKE ALL ON FUNCTION "private"."require_own_cashout"(uuid, uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."require_own_cashout"(uuid, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."require_own_cashout"(uuid, uuid) TO "postgres";
