-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.require_gallery_maker (
  p_user_id      uuid,
  p_character_id uuid
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_is_admin boolean := (select role = 'admin' from public.profiles where id = p_user_id);
  v_character public.characters;
begin
  select * into v_character from public.characters
  where id = p_character_id and (v_is_admin or owner_id = p_user_id)
  for key share;
  if not found then
    raise sqlstate 'PT404' using
      message = 'character_not_found', hint = 'There is no such character.';
  end if;
  if not v_is_admin and v_character.published_at is not null then
    raise sqlstate 'PT403' using
      message = 'admin_required', hint = 'What was published only admins change.';
  end if;
end;
$function$;

COMMENT ON FUNCTION "private"."require_gallery_maker"(uuid, uuid) IS 'Refuses whoever may not change the gallery of a character. PT403, PT404.';

REVOKE ALL ON FUNCTION "private"."require_gallery_maker"(uuid, uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."require_gallery_maker"(uuid, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."require_gallery_maker"(uuid, uuid) TO "postgres";
