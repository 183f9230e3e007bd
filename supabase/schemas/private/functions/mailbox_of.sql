-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.mailbox_of (
  p_email text
)
  RETURNS text
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
declare
  v_domain text := lower(split_part(p_email, '@', -1));
  v_name text := lower(split_part(split_part(p_email, '@', 1), '+', 1));
begin
  if v_domain in ('gmail.com', 'googlemail.com') then
    v_domain := 'gmail.com';
    v_name := replace(v_name, '.', '');
  end if;
  return v_name || '@' || v_domain;
end;
$function$;

COMMENT ON FUNCTION "private"."mailbox_of"(text) IS 'Where mail to an address arrives: without +tags and, at Gmail, without dots.';

REVOKE ALL ON FUNCTION "private"."mailbox_of"(text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."mailbox_of"(text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."mailbox_of"(text) TO "postgres";
