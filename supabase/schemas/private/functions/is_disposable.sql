-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.is_disposable (
  p_email text
)
  RETURNS boolean
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  v_labels text[] := string_to_array(lower(split_part(p_email, '@', -1)), '.');
begin
  return exists (
    select from generate_series(1, cardinality(v_labels)) as first
    join private.disposable_domain on domain = array_to_string(v_labels[first:], '.'));
end;
$function$;

COMMENT ON FUNCTION "private"."is_disposable"(text) IS 'Whether an address is at a disposable domain or below one.';

REVOKE ALL ON FUNCTION "private"."is_disposable"(text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."is_disposable"(text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."is_disposable"(text) TO "postgres";
