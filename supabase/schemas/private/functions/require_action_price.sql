-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.require_action_price (
  p_action text
)
  RETURNS public.action_prices
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  v_price public.action_prices;
begin
  select * into v_price from public.action_prices where action = p_action and state = 'offered';
  if not found then
    raise sqlstate 'PT404' using
      message = 'action_not_offered',
      detail = jsonb_build_object('action', p_action)::text,
      hint = 'This product does not offer that.';
  end if;
  return v_price;
end;
$function$;

COMMENT ON FUNCTION "private"."require_action_price"(text) IS 'The price of an action on offer. PT404.';

REVOKE ALL ON FUNCTION "private"."require_action_price"(text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."require_action_price"(text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."require_action_price"(text) TO "postgres";
