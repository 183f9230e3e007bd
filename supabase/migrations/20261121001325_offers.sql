-- offers: what is sold where, read by billing as the service role.

create function public.list_offers(p_provider text, p_is_live boolean)
returns table (
  provider text, kind text, item text, name text, amount_cents integer, currency text,
  billing text, credits bigint, pass_days integer, trial_days integer)
language plpgsql
stable
security definer -- Definer because nobody may read the prices of providers.
set search_path = ''
as $$
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
$$;
comment on function public.list_offers is 'What a provider sells of what the catalog offers.';

create function public.read_order(p_user_id uuid, p_order_id uuid)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  v_order jsonb := (
    select to_jsonb(orders) from public.orders where id = p_order_id and user_id = p_user_id);
begin
  if v_order is null then
    raise sqlstate 'PT404' using message = 'order_not_found', hint = 'There is no such order.';
  end if;
  return v_order;
end;
$$;
comment on function public.read_order is 'An order of a person. PT404.';

revoke execute on function public.list_offers, public.read_order
  from public, anon, authenticated, service_role;
grant execute on function public.list_offers, public.read_order to service_role;
