-- price_list: at which prices a provider has ever sold subscriptions for us, for reading invoices
-- that do not say what they are for. Read by the worker and billing as the service role.

create function public.list_prices(p_provider text, p_is_live boolean)
returns table (price_id text, amount_cents integer, currency text, billing text)
language plpgsql
stable
security definer -- Definer because nobody may read the prices of providers.
set search_path = ''
as $$
begin
  return query
    select price.provider_id, price.amount_cents, price.currency, price.billing
    from private.provider_price as price
    where price.provider = p_provider and price.is_live = p_is_live
      and price.kind = 'subscription'
    -- Of two that are equal the one on offer comes first.
    order by price.state, price.provider_id;
end;
$$;
comment on function public.list_prices is
  'What a provider sells or sold for us by subscription, and for how much.';

revoke execute on function public.list_prices from public, anon, authenticated, service_role;
grant execute on function public.list_prices to service_role;
