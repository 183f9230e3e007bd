-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.token_cost (
  p_price private.model_price,
  p_usage private.token_usage
)
  RETURNS bigint
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
declare
  v_cached bigint := coalesce(p_usage.cached_input_tokens, 0);
  v_written bigint := coalesce(p_usage.cache_write_tokens, 0);
begin
  return ceil((
    -- Not greatest(0, ...): of tokens that are not known it would make none.
    (p_usage.input_tokens - least(p_usage.input_tokens, v_cached + v_written))::numeric
      * p_price.input_micros
    + v_cached::numeric * coalesce(p_price.cached_input_micros, p_price.input_micros)
    + v_written::numeric * coalesce(p_price.cache_write_micros, p_price.input_micros)
    + p_usage.output_tokens::numeric * p_price.output_micros) / 1000000);
end;
$function$;

COMMENT ON FUNCTION "private"."token_cost"(private.model_price, private.token_usage) IS 'Micros that a provider asks for a call; null when the price or the tokens are not known.';

REVOKE ALL ON FUNCTION "private"."token_cost"(private.model_price, private.token_usage) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."token_cost"(private.model_price, private.token_usage) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."token_cost"(private.model_price, private.token_usage) TO "postgres";
