-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.lock_pair (
  p_user_id  uuid,
  p_other_id uuid
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  perform from public.profiles where id in (p_user_id, p_other_id) order by id for key share;
  perform private.lock_wallets(array[p_user_id, p_other_id]);
end;
$function$;

COMMENT ON FUNCTION "private"."lock_pair"(uuid, uuid) IS 'Locks the wallets of two people, and keeps their accounts from being deleted meanwhile.';

REVOKE ALL ON FUNCTION "private"."lock_pair"(uuid, uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."lock_pair"(uuid, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."lock_pair"(uuid, uuid) TO "postgres";
