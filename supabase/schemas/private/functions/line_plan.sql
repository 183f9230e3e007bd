-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.line_plan (
  p_provider text,
  p_object   jsonb
)
  RETURNS text
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return (
    select item
    from jsonb_array_elements(p_object -> 'lines') with ordinality as line (content, nr)
    join private.provider_price on provider = p_provider and kind = 'subscription'
      and provider_id = line.content ->> 'price_id'
    order by line.content ->> 'starts_at' desc, nr desc
    limit 1);
end;
$function$;

COMMENT ON FUNCTION "private"."line_plan"(text, jsonb) IS 'The plan that a payment of a subscription buys last; null when none of its prices is ours.';

REVOKE ALL ON FUNCTION "private"."line_plan"(text, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."line_plan"(text, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."line_plan"(text, jsonb) TO "postgres";
