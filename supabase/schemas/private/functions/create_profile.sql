-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.create_profile()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_wish text := lower(new.raw_user_meta_data ->> 'username');
  v_name text := left(btrim(coalesce(
    new.raw_user_meta_data ->> 'display_name', new.raw_user_meta_data ->> 'full_name'
  ), E' \t\r\n'), 60);
  v_locale text := new.raw_user_meta_data ->> 'locale';
  -- Not from the e-mail: a username is public, an address is not.
  v_fallback text := 'user_' || left(replace(new.id::text, '-', ''), 24);
begin
  -- A wish that is not possible must not cost the person the sign-up: it falls back.
  if v_wish is null or v_wish !~ '^[a-z0-9_]{3,30}$' then
    v_wish := v_fallback;
  end if;
  if v_name !~ '\S' then
    v_name := null;
  end if;
  if v_locale is null or v_locale !~ '^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$' then
    v_locale := 'en';
  end if;
  insert into public.profiles (id, username, display_name, locale)
  values (new.id, v_wish, v_name, v_locale)
  on conflict on constraint profiles_username_key do nothing;
  if not found then
    insert into public.profiles (id, username, display_name, locale)
    values (new.id, v_fallback, v_name, v_locale);
  end if;
  return null;
end;
$function$;

COMMENT ON FUNCTION "private"."create_profile"() IS 'Makes the profile of a new account.';

REVOKE ALL ON FUNCTION "private"."create_profile"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."create_profile"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."create_profile"() TO "postgres";
