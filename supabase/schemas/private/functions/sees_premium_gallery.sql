-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.sees_premium_gallery (
  p_owner_id uuid
)
  RETURNS boolean
  LANGUAGE sql
  STABLE
  SET search_path TO ''
  AS $function$
  select private.is_admin() or coalesce(p_owner_id = auth.uid(), false)
    or private.has_premium_galleries();
$function$;

COMMENT ON FUNCTION "private"."sees_premium_gallery"(uuid) IS 'Whether the caller sees what is premium of a character of that owner.';

REVOKE ALL ON FUNCTION "private"."sees_premium_gallery"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."sees_premium_gallery"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."sees_premium_gallery"(uuid) TO "postgres";
