-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.action_credits (
  p_action      public.actions,
  p_units       bigint,
  p_cost_micros bigint
)
  RETURNS bigint
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return case p_action.pricing
    when 'fixed' then p_action.price_credits * ceil(p_units::numeric / p_action.price_per)::bigint
    else private.credits_of_cost(p_cost_micros) end;
end;
$function$;

COMMENT ON FUNCTION "private"."action_credits"(public.actions, bigint, bigint) IS 'Credits for so many units: the fixed price for each so many begun, or by the cost.';

REVOKE ALL ON FUNCTION "private"."action_credits"(public.actions, bigint, bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."action_credits"(public.actions, bigint, bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."action_credits"(public.actions, bigint, bigint) TO "postgres";
