-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.join_heat (
  p_one   double precision,
  p_other double precision
)
  RETURNS double precision
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
begin
  -- log2(2^a + 2^b), in the range of numbers also when a and b are 20 years apart.
  return greatest(p_one, p_other)
    + coalesce(ln(1 + power(2, greatest(-1000, -abs(p_one - p_other)))) / ln(2::float), 0);
end;
$function$;

COMMENT ON FUNCTION "private"."join_heat"(double precision, double precision) IS 'The heat of two sums of events together.';

REVOKE ALL ON FUNCTION "private"."join_heat"(double precision, double precision) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."join_heat"(double precision, double precision) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."join_heat"(double precision, double precision) TO "postgres";
