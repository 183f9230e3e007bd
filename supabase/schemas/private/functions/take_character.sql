-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.take_character (
  p_id uuid
)
  RETURNS public.characters
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_user_id uuid := (private.require_active_profile(auth.uid())).id;
  v_character public.characters;
begin
  select * into v_character from public.characters
  where id = p_id and (owner_id = v_user_id or private.is_admin())
  for no key update;
  if not found then
    raise sqlstate 'PT404' using
      message = 'character_not_found', hint = 'There is no such character.';
  end if;
  return v_character;
end;
$function$;

COMMENT ON FUNCTION "private"."take_character"(uuid) IS 'A character that the caller may change, locked for it. PT401, PT403, PT404.';

REVOKE ALL ON FUNCTION "private"."take_character"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."take_character"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."take_character"(uuid) TO "postgres";
