-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.voice_cost (
  p_price   private.model_price,
  p_seconds bigint
)
  RETURNS bigint
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
begin
  return private.unit_cost(p_price, 'voice', p_seconds);
end;
$function$;

COMMENT ON FUNCTION "private"."voice_cost"(private.model_price, bigint) IS 'Micros that so many seconds cost, as far as it can be told: nobody here sees the tokens.';

REVOKE ALL ON FUNCTION "private"."voice_cost"(private.model_price, bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."voice_cost"(private.model_price, bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."voice_cost"(private.model_price, bigint) TO "postgres";
