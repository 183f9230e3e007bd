-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.as_referral_code (
  p_text text
)
  RETURNS text
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
declare
  v_code text := upper(regexp_replace(p_text, '[\s-]', '', 'g'));
begin
  return case when v_code ~ '^[2-9A-HJ-NP-Z]{8}$' then v_code end;
end;
$function$;

COMMENT ON FUNCTION "private"."as_referral_code"(text) IS 'A code as somebody typed it, as it is kept; null when it is none.';

REVOKE ALL ON FUNCTION "private"."as_referral_code"(text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."as_referral_code"(text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."as_referral_code"(text) TO "postgres";
