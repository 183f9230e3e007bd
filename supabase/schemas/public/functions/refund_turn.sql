-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.refund_turn (
  p_turn_id       uuid,
  p_amount        bigint,
  p_operation_key text,
  p_reason        text
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_hold_id uuid := (select hold_id from public.turns where id = p_turn_id);
begin
  perform private.audit_as_admin('refund_turn', p_turn_id::text, jsonb_build_object(
    'amount', p_amount, 'operation_key', p_operation_key, 'reason', p_reason));
  if v_hold_id is null then
    raise sqlstate 'PT404' using message = 'turn_not_found', hint = 'There is no such turn.';
  end if;
  perform private.require_operation_key(p_operation_key);
  perform private.refund_turn_holds(v_hold_id, p_amount, 'admin:' || p_operation_key);
  return private.turn_receipt(p_turn_id);
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."refund_turn"(uuid, bigint, text, text) TO "authenticated";

COMMENT ON FUNCTION "public"."refund_turn"(uuid, bigint, text, text) IS 'Gives back credits of an answer, once per operation key; returns the receipt. PT400, PT403, PT404, PT409.';

REVOKE ALL ON FUNCTION "public"."refund_turn"(uuid, bigint, text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."refund_turn"(uuid, bigint, text, text) TO "postgres";

REVOKE ALL ON FUNCTION "public"."refund_turn"(uuid, bigint, text, text) FROM PUBLIC, "anon", "service_role";
