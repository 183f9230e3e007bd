-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.credits_of_cost (
  p_cost_micros bigint
)
  RETURNS bigint
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return (
    select ceil(p_cost_micros::numeric * (100 + markup_percent) / 100 / credit_value_micros)
    from private.catalog);
end;
$function$;

COMMENT ON FUNCTION "private"."credits_of_cost"(bigint) IS 'Whole credits for a cost: with the catalog''s markup, rounded up.';

REVOKE ALL ON FUNCTION "private"."credits_of_cost"(bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."credits_of_cost"(bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."credits_of_cost"(bigint) TO "postgres";
