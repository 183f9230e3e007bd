-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.model_price_at (
  p_provider     text,
  p_model        text,
  p_at           timestamp with time zone,
  p_input_tokens bigint                   DEFAULT 0
)
  RETURNS private.model_price
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  v_price private.model_price;
begin
  select * into v_price from private.model_price
  where model = p_model and valid_from <= p_at
    and tier_start_tokens <= coalesce(p_input_tokens, 0)
  order by provider = p_provider desc nulls last, valid_from desc, tier_start_tokens desc, provider
  limit 1;
  return v_price;
end;
$function$;

COMMENT ON FUNCTION "private"."model_price_at"(text, text, timestamp with time zone, bigint) IS 'The price of a model at a moment for so many input tokens; null when there is none. Of a model that several providers have, that of the one named, as far as it is known.';

REVOKE ALL ON FUNCTION "private"."model_price_at"(text, text, timestamp WITH time zone, bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."model_price_at"(text, text, timestamp WITH time zone, bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."model_price_at"(text, text, timestamp WITH time zone, bigint) TO "postgres";
