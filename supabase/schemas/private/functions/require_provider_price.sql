-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.require_provider_price (
  p_provider text,
  p_is_live  boolean,
  p_kind     text,
  p_item     text
)
  RETURNS private.provider_price
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  v_price private.provider_price;
begin
  select * into v_price from private.provider_price
  where provider = p_provider and is_live = p_is_live and kind = p_kind and item = p_item
    and state = 'offered';
  if not found
    or not exists (select from public.plans where p_kind <> 'pack' and slug = p_item
        and plans.state = 'offered'
      union all
      select from public.credit_packs where p_kind = 'pack' and slug = p_item
        and credit_packs.state = 'offered')
  then
    raise sqlstate 'PT404' using
      message = 'not_for_sale',
      detail = jsonb_build_object('provider', p_provider, 'kind', p_kind, 'item', p_item)::text,
      hint = 'This is not sold there.';
  end if;
  return v_price;
end;
$function$;

COMMENT ON FUNCTION "private"."require_provider_price"(text, boolean, text, text) IS 'The price at which a provider sells a thing that the catalog offers. PT404.';

REVOKE ALL ON FUNCTION "private"."require_provider_price"(text, boolean, text, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."require_provider_price"(text, boolean, text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."require_provider_price"(text, boolean, text, text) TO "postgres";
