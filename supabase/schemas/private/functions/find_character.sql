-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.find_character (
  p_asked    text,
  p_user_id  uuid,
  p_known_id uuid
)
  RETURNS public.characters
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  v_character public.characters;
  v_asked_id uuid := private.as_uuid(p_asked);
begin
  select * into v_character from public.characters
  where (slug = p_asked or id = v_asked_id)
    and (status = 'published' or id = p_known_id
      or (status = 'draft' and owner_id = p_user_id));
  if not found then
    raise sqlstate 'PT404' using
      message = 'character_not_found', hint = 'There is no such character.';
  end if;
  return v_character;
end;
$function$;

COMMENT ON FUNCTION "private"."find_character"(text, uuid, uuid) IS 'The character of that slug or id that a person may talk to: published, an own draft, or the one of a conversation that there is. PT404.';

REVOKE ALL ON FUNCTION "private"."find_character"(text, uuid, uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."find_character"(text, uuid, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."find_character"(text, uuid, uuid) TO "postgres";
