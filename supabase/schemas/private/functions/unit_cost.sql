-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.unit_cost (
  p_price  private.model_price,
  p_action text,
  p_units  bigint
)
  RETURNS bigint
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
begin
  return ceil(p_units::numeric * case p_action
    when 'image' then p_price.image_micros
    when 'speech' then p_price.character_micros
    when 'transcription' then p_price.second_micros
    when 'voice' then p_price.second_micros
    when 'fine_tuning' then p_price.training_token_micros
    when 'embedding' then p_price.input_micros end / 1000000);
end;
$function$;

COMMENT ON FUNCTION "private"."unit_cost"(private.model_price, text, bigint) IS 'Micros that a provider asks for so many units of an action; null when that is not known.';

REVOKE ALL ON FUNCTION "private"."unit_cost"(private.model_price, text, bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."unit_cost"(private.model_price, text, bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."unit_cost"(private.model_price, text, bigint) TO "postgres";
