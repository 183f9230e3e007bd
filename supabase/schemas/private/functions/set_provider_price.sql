-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.set_provider_price (
  p_provider            text,
  p_is_live             boolean,
  p_provider_id         text,
  p_provider_product_id text,
  p_kind                text,
  p_item                text,
  p_amount_cents        integer,
  p_currency            text,
  p_billing             text
)
  RETURNS boolean
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  update private.provider_price set state = 'retired'
  where provider = p_provider and is_live = p_is_live and kind = p_kind and item = p_item
    and state = 'offered' and provider_id <> p_provider_id;
  insert into private.provider_price as price (provider, is_live, provider_id,
    provider_product_id, kind, item, amount_cents, currency, billing)
  values (p_provider, p_is_live, p_provider_id, p_provider_product_id, p_kind, p_item,
    p_amount_cents, p_currency, p_billing)
  on conflict on constraint provider_price_pkey do update set state = 'offered'
  where (price.kind, price.item, price.amount_cents, price.currency, price.billing)
    = (p_kind, p_item, p_amount_cents, p_currency, p_billing);
  return found;
end;
$function$;

COMMENT ON FUNCTION "private"."set_provider_price"(text, boolean, text, text, text, text, integer, text, text) IS 'Sells a thing at a price of the provider from now on; false when that price is another thing''s. Whoever pays an older price keeps it.';

REVOKE ALL ON FUNCTION "private"."set_provider_price"(text, boolean, text, text, text, text, integer, text, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."set_provider_price"(text, boolean, text, text, text, text, integer, text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."set_provider_price"(text, boolean, text, text, text, text, integer, text, text) TO "postgres";
