-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.begin_order (
  p_user_id    uuid,
  p_client_key text,
  p_provider   text,
  p_is_live    boolean,
  p_kind       text,
  p_item       text
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_price private.provider_price;
  v_order public.orders;
begin
  perform private.require_active_profile(p_user_id);
  perform private.lock_person(p_user_id);
  select * into v_order from public.orders
  where user_id = p_user_id and client_key = p_client_key;
  if not found then
    v_price := private.require_provider_price(p_provider, p_is_live, p_kind, p_item);
    if p_kind = 'subscription' then
      perform private.require_no_subscription(p_user_id, p_is_live);
    end if;
    insert into public.orders (user_id, client_key, provider, is_live, kind, item, price_id,
      credits, amount_cents, currency, trial_days)
    select p_user_id, p_client_key, p_provider, p_is_live, p_kind, p_item, v_price.provider_id,
      coalesce((select credits from public.credit_packs where p_kind = 'pack' and slug = p_item),
        (select credits from public.plans where p_kind <> 'pack' and slug = p_item)),
      v_price.amount_cents, v_price.currency,
      -- A trial is for who never had the plan.
      (select trial_days from public.plans where p_kind = 'subscription' and slug = p_item
        and not exists (
          select from public.memberships where user_id = p_user_id and plan = p_item))
    returning * into v_order;
  elsif (v_order.provider, v_order.is_live, v_order.kind, v_order.item)
    <> (p_provider, p_is_live, p_kind, p_item)
  then
    raise sqlstate 'PT409' using
      message = 'idempotency_conflict',
      detail = jsonb_build_object('key', p_client_key)::text,
      hint = 'This key already ordered something else.';
  end if;
  return to_jsonb(v_order) || jsonb_build_object('customer_provider_id', (
    select provider_id from private.customer
    where user_id = p_user_id and provider = p_provider and is_live = p_is_live));
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."begin_order"(uuid, text, text, boolean, text, text) TO "service_role";

COMMENT ON FUNCTION "public"."begin_order"(uuid, text, text, boolean, text, text) IS 'Notes what a person is about to buy, once per key, and whom the provider knows the person as. PT403, PT404, PT409.';

REVOKE ALL ON FUNCTION "public"."begin_order"(uuid, text, text, boolean, text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."begin_order"(uuid, text, text, boolean, text, text) TO "postgres";

REVOKE ALL ON FUNCTION "public"."begin_order"(uuid, text, text, boolean, text, text) FROM PUBLIC, "anon", "authenticated";
