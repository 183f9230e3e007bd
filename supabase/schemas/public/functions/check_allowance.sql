-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.check_allowance (
  p_user_id uuid,
  p_meter   text,
  p_ip      inet   DEFAULT NULL::inet,
  p_amount  bigint DEFAULT 1
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_profile public.profiles := private.require_active_profile(p_user_id);
begin
  if p_amount is null or p_amount < 1 then
    raise sqlstate 'PT400' using
      message = 'invalid_amount', detail = jsonb_build_object('amount', p_amount)::text,
      hint = 'So much cannot be taken.';
  end if;
  if p_meter is null or not exists (select from private.meter_kind where meter = p_meter) then
    raise sqlstate 'PT400' using
      message = 'unknown_meter', detail = jsonb_build_object('meter', p_meter)::text,
      hint = 'Nothing is counted by that name.';
  end if;
  perform private.open_wallet(p_user_id);
  return jsonb_build_object('limits', private.take_allowance(
    (private.current_plan(p_user_id)).slug, p_user_id, p_ip, null,
    array[row(p_meter, p_amount)::private.take], null));
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."check_allowance"(uuid, text, inet, bigint) TO "service_role";

COMMENT ON FUNCTION "public"."check_allowance"(uuid, text, inet, bigint) IS 'Counts something that is limited and costs nothing; returns how its limits stand. PT400, PT401, PT403, PT429.';

REVOKE ALL ON FUNCTION "public"."check_allowance"(uuid, text, inet, bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."check_allowance"(uuid, text, inet, bigint) TO "postgres";

REVOKE ALL ON FUNCTION "public"."check_allowance"(uuid, text, inet, bigint) FROM PUBLIC, "anon", "authenticated";
