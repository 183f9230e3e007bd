-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.lock_person (
  p_user_id uuid
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  -- The profile first, as deleting an account does: so the one waits for the other at once.
  perform from public.profiles where id = p_user_id for key share;
  perform from private.wallet where owner_id = p_user_id for no key update;
end;
$function$;

COMMENT ON FUNCTION "private"."lock_person"(uuid) IS 'Locks somebody''s wallet, and keeps the account from being deleted meanwhile.';

REVOKE ALL ON FUNCTION "private"."lock_person"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."lock_person"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."lock_person"(uuid) TO "postgres";
