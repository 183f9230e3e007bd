-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.require_open_character (
  p_character_id uuid,
  p_profile      public.profiles
)
  RETURNS public.characters
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  v_character public.characters;
begin
  select * into strict v_character from public.characters where id = p_character_id;
  if v_character.is_premium and coalesce(p_profile.premium_until, '-infinity') <= now() then
    raise sqlstate 'PT403' using
      message = 'premium_required',
      detail = jsonb_build_object('character', v_character.slug)::text,
      hint = format('%s is for premium members.', v_character.name);
  end if;
  return v_character;
end;
$function$;

COMMENT ON FUNCTION "private"."require_open_character"(uuid, public.profiles) IS 'The character, if this person may talk to it now; PT403 otherwise.';

REVOKE ALL ON FUNCTION "private"."require_open_character"(uuid, public.profiles) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."require_open_character"(uuid, public.profiles) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."require_open_character"(uuid, public.profiles) TO "postgres";
