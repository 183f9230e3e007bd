-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.blocks (
  p_user_id  uuid,
  p_other_id uuid
)
  RETURNS boolean
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return exists (
    select from public.person_blocks where user_id = p_user_id and blocked_id = p_other_id);
end;
$function$;

COMMENT ON FUNCTION "private"."blocks"(uuid, uuid) IS 'Whether a person blocks another.';

REVOKE ALL ON FUNCTION "private"."blocks"(uuid, uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."blocks"(uuid, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."blocks"(uuid, uuid) TO "postgres";
