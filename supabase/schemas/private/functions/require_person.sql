-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.require_person (
  p_user_id uuid
)
  RETURNS void
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  perform from public.profiles where id = p_user_id;
  if not found then
    raise sqlstate 'PT404' using message = 'person_not_found', hint = 'There is no such person.';
  end if;
end;
$function$;

COMMENT ON FUNCTION "private"."require_person"(uuid) IS 'Refuses an account that is not there. PT404.';

REVOKE ALL ON FUNCTION "private"."require_person"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."require_person"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."require_person"(uuid) TO "postgres";
