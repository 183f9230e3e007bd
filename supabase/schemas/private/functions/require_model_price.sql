-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.require_model_price (
  p_model text,
  p_price private.model_price
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  if p_price.input_micros is null then
    raise sqlstate 'PT503' using
      message = 'model_not_priced',
      detail = jsonb_build_object('model', p_model)::text,
      hint = 'This model has no price yet, and it is charged by its cost.';
  end if;
end;
$function$;

COMMENT ON FUNCTION "private"."require_model_price"(text, private.model_price) IS 'Refuses to start what is charged by its cost while that is not known. PT503.';

REVOKE ALL ON FUNCTION "private"."require_model_price"(text, private.model_price) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."require_model_price"(text, private.model_price) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."require_model_price"(text, private.model_price) TO "postgres";
