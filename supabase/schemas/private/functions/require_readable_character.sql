-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.require_readable_character (
  p_character text
)
  RETURNS public.characters
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  v_character public.characters;
begin
  select * into v_character from public.characters
  where (slug = p_character or id = private.as_uuid(p_character))
    and (status = 'published' or owner_id = auth.uid() or private.is_admin());
  if not found then
    raise sqlstate 'PT404' using
      message = 'character_not_found', hint = 'There is no such character.';
  end if;
  return v_character;
end;
$function$;

COMMENT ON FUNCTION "private"."require_readable_character"(text) IS 'The character of that slug or id whose card the caller may read. PT404.';

REVOKE ALL ON FUNCTION "private"."require_readable_character"(text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."require_readable_character"(text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."require_readable_character"(text) TO "postgres";
