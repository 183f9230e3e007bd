-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.bound_cost (
  p_price         private.model_price,
  p_input_tokens  bigint,
  p_output_tokens bigint
)
  RETURNS bigint
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
begin
  return private.token_cost(p_price, row(
    p_input_tokens, 0,
    -- Some providers ask more for what they write to their cache: all of it may be.
    case when p_price.cache_write_micros > p_price.input_micros then p_input_tokens else 0 end,
    p_output_tokens)::private.token_usage);
end;
$function$;

COMMENT ON FUNCTION "private"."bound_cost"(private.model_price, bigint, bigint) IS 'Micros that a provider may ask at most for so many tokens; null when that is not known.';

REVOKE ALL ON FUNCTION "private"."bound_cost"(private.model_price, bigint, bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."bound_cost"(private.model_price, bigint, bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."bound_cost"(private.model_price, bigint, bigint) TO "postgres";
