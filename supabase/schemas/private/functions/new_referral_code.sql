-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.new_referral_code()
  RETURNS text
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  -- Thirty-two letters: five bits of each random byte, none more likely than another.
  c_letters constant text := '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
  v_bytes bytea := extensions.gen_random_bytes(8);
begin
  return (
    select string_agg(substr(c_letters, (get_byte(v_bytes, nr) & 31) + 1, 1), '')
    from generate_series(0, 7) as nr);
end;
$function$;

COMMENT ON FUNCTION "private"."new_referral_code"() IS 'A random code of 40 bits.';

REVOKE ALL ON FUNCTION "private"."new_referral_code"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."new_referral_code"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."new_referral_code"() TO "postgres";
