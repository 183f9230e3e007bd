-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.cancel_cashout (
  p_user_id uuid,
  p_id      uuid
)
  RETURNS public.cashouts
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_cashout public.cashouts := private.require_own_cashout(p_user_id, p_id);
begin
  v_cashout := private.lock_cashout(p_id);
  if v_cashout.state = 'cancelled' then
    return v_cashout;
  end if;
  return private.end_cashout(v_cashout, 'cancelled', 'You cancelled it.');
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."cancel_cashout"(uuid, uuid) TO "service_role";

COMMENT ON FUNCTION "public"."cancel_cashout"(uuid, uuid) IS 'Takes a cashout back that nobody has sent yet; again it stays so. PT404, PT409.';

REVOKE ALL ON FUNCTION "public"."cancel_cashout"(uuid, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."cancel_cashout"(uuid, uuid) TO "postgres";

REVOKE ALL ON FUNCTION "public"."cancel_cashout"(uuid, uuid) FROM PUBLIC, "anon", "authenticated";
