-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.count_own_characters (
  p_user_id uuid
)
  RETURNS bigint
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return (
    select count(*) from public.characters where owner_id = p_user_id and status <> 'archived');
end;
$function$;

COMMENT ON FUNCTION "private"."count_own_characters"(uuid) IS 'How many characters a person keeps; archived ones do not count.';

REVOKE ALL ON FUNCTION "private"."count_own_characters"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."count_own_characters"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."count_own_characters"(uuid) TO "postgres";
