-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.list_prices (
  p_provider text,
  p_is_live  boolean
)
  RETURNS TABLE (
    price_id     text,
    amount_cents integer,
    currency     text,
    billing      text
  )
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return query
    select price.provider_id, price.amount_cents, price.currency, price.billing
    from private.provider_price as price
    where price.provider = p_provider and price.is_live = p_is_live
      and price.kind = 'subscription'
    -- Of two that are equal the one on offer comes first.
    order by price.state, price.provider_id;
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."list_prices"(text, boolean) TO "service_role";

COMMENT ON FUNCTION "public"."list_prices"(text, boolean) IS 'What a provider sells or sold for us by subscription, and for how much.';

REVOKE ALL ON FUNCTION "public"."list_prices"(text, boolean) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."list_prices"(text, boolean) TO "postgres";

REVOKE ALL ON FUNCTION "public"."list_prices"(text, boolean) FROM PUBLIC, "anon", "authenticated";
