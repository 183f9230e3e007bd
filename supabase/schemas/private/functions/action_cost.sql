-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.action_cost (
  p_action text,
  p_price  private.model_price,
  p_units  bigint,
  p_usage  private.token_usage
)
  RETURNS bigint
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
begin
  return coalesce(private.token_cost(p_price, p_usage),
    private.unit_cost(p_price, p_action, p_units));
end;
$function$;

COMMENT ON FUNCTION "private"."action_cost"(text, private.model_price, bigint, private.token_usage) IS 'Micros that a provider asks: by tokens where they are known, else by units; null if neither.';

REVOKE ALL ON FUNCTION "private"."action_cost"(text, private.model_price, bigint, private.token_usage) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."action_cost"(text, private.model_price, bigint, private.token_usage) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."action_cost"(text, private.model_price, bigint, private.token_usage) TO "postgres";
