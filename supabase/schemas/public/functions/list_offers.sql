-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.list_offers (
  p_provider text,
  p_is_live  boolean
)
  RETURNS TABLE (
    provider     text,
    kind         text,
    item         text,
    name         text,
    amount_cents integer,
    currency     text,
    billing      text,
    credits      bigint,
    pass_days    integer,
    trial_days   integer
  )
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return query
    select price.provider, price.kind, price.item, coalesce(plan.name, pack.name),
      price.amount_cents, price.currency, price.billing, coalesce(plan.credits, pack.credits),
      plan.pass_days, plan.trial_days
    from private.provider_price as price
    left join public.plans as plan
      on price.kind <> 'pack' and plan.slug = price.item and plan.state = 'offered'
    left join public.credit_packs as pack
      on price.kind = 'pack' and pack.slug = price.item and pack.state = 'offered'
    where price.provider = p_provider and price.is_live = p_is_live and price.state = 'offered'
      and coalesce(plan.slug, pack.slug) is not null
    order by price.kind, price.amount_cents, price.item;
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."list_offers"(text, boolean) TO "service_role";

COMMENT ON FUNCTION "public"."list_offers"(text, boolean) IS 'What a provider sells of what the catalog offers.';

REVOKE ALL ON FUNCTION "public"."list_offers"(text, boolean) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."list_offers"(text, boolean) TO "postgres";

REVOKE ALL ON FUNCTION "public"."list_offers"(text, boolean) FROM PUBLIC, "anon", "authenticated";
