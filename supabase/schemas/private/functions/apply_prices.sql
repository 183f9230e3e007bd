-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.apply_prices (
  p_catalog jsonb
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  insert into public.credit_packs (slug, name, credits, amount_cents, currency)
  select slug, name, credits, amount_cents, p_catalog ->> 'currency'
  from jsonb_to_recordset(p_catalog -> 'credit_packs')
    as pack (slug text, name text, credits bigint, amount_cents integer)
  on conflict on constraint credit_packs_pkey do update
  set name = excluded.name, credits = excluded.credits, amount_cents = excluded.amount_cents,
    currency = excluded.currency, state = 'offered';
  update public.credit_packs set state = 'retired'
  where slug not in (
    select each ->> 'slug' from jsonb_array_elements(p_catalog -> 'credit_packs') as each);

  insert into public.action_prices (action, pricing, credits, per)
  select action, pricing, credits, per
  from jsonb_to_recordset(p_catalog -> 'prices')
    as price (action text, pricing text, credits bigint, per bigint)
  on conflict on constraint action_prices_pkey do update
  set pricing = excluded.pricing, credits = excluded.credits, per = excluded.per,
    state = 'offered';
  update public.action_prices set state = 'retired'
  where action not in (
    select each ->> 'action' from jsonb_array_elements(p_catalog -> 'prices') as each);

  update public.characters as character
  set pricing = price ->> 'pricing',
    credit_price = coalesce((price ->> 'credits')::bigint, 0),
    is_premium = (price ->> 'premium')::boolean
  from (
    select id, private.character_price(p_catalog, slug, owner_id is not null) as price
    from public.characters
  ) as priced
  where priced.id = character.id;
end;
$function$;

COMMENT ON FUNCTION "private"."apply_prices"(jsonb) IS 'What a catalog asks for credits, for actions, and for the answers of its characters.';

REVOKE ALL ON FUNCTION "private"."apply_prices"(jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."apply_prices"(jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."apply_prices"(jsonb) TO "postgres";
