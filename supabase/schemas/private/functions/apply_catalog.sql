-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.apply_catalog (
  p_catalog jsonb
)
  RETURNS boolean
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_default_credits bigint := (select credits from public.plans where is_default);
begin
  -- One at a time, and nobody gets a plan between the check and the change. In the one order:
  -- characters, whose makers may wait for their wallet, wallets, and plans of people.
  perform from public.characters order by id for no key update;
  lock table private.wallet in exclusive mode;
  lock table public.memberships in share row exclusive mode;
  if (select content = p_catalog from private.catalog) then
    return false;
  end if;
  perform private.require_plans_in_use(p_catalog -> 'plans');
  perform private.apply_plans(p_catalog -> 'plans', p_catalog ->> 'currency');
  perform private.apply_prices(p_catalog);
  perform private.apply_moderation(p_catalog -> 'moderation');
  perform private.apply_rewards(p_catalog -> 'rewards');
  update private.catalog
  set name = p_catalog ->> 'name', content = p_catalog, applied_at = now(),
    credit_value_micros = (p_catalog ->> 'credit_value_micros')::bigint,
    markup_percent = (p_catalog ->> 'markup_percent')::integer
  where id;
  if v_default_credits = 0 then
    -- Whoever signed up before there was a plan with credits has this month's to come.
    update private.wallet set renews_at = now() where renews_at > now() and renews_at < 'infinity';
  end if;
  return true;
end;
$function$;

COMMENT ON FUNCTION "private"."apply_catalog"(jsonb) IS 'Makes a catalog, as shared/contracts/catalog.ts parses it, the product of this project; false when it is already. PT409 when somebody has a plan that it lacks.';

REVOKE ALL ON FUNCTION "private"."apply_catalog"(jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."apply_catalog"(jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."apply_catalog"(jsonb) TO "postgres";
