-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.lock_cashout (
  p_cashout_id uuid
)
  RETURNS public.cashouts
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_cashout public.cashouts;
begin
  perform private.lock_person(user_id) from public.cashouts where id = p_cashout_id;
  select * into v_cashout from public.cashouts where id = p_cashout_id for no key update;
  if not found then
    raise sqlstate 'PT404' using
      message = 'cashout_not_found', hint = 'There is no such cashout.';
  end if;
  return v_cashout;
end;
$function$;

COMMENT ON FUNCTION "private"."lock_cashout"(uuid) IS 'A cashout, locked after its person''s wallet. PT404.';

REVOKE ALL ON FUNCTION "private"."lock_cashout"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."lock_cashout"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."lock_cashout"(uuid) TO "postgres";
