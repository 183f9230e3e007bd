-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.request_cashout (
  p_user_id      uuid,
  p_client_key   text,
  p_amount_cents bigint,
  p_receiver     text,
  p_ip           inet   DEFAULT NULL::inet
)
  RETURNS public.cashouts
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_profile public.profiles := private.require_active_profile(p_user_id);
  v_receiver text := lower(btrim(p_receiver));
  v_cashout public.cashouts;
  v_risks text[];
begin
  perform private.open_wallet(p_user_id);
  select * into v_cashout from public.cashouts
  where user_id = p_user_id and client_key = p_client_key;
  if found then
    if (v_cashout.amount_cents, v_cashout.receiver)
      is distinct from (p_amount_cents, v_receiver)
    then
      perform private.refuse_hold_conflict(p_client_key);
    end if;
    return v_cashout;
  end if;
  perform private.require_cashable(p_user_id, p_amount_cents, v_receiver);
  perform private.take_allowance((private.current_plan(p_user_id)).slug, p_user_id, p_ip, null,
    array[row('cashouts', 1)::private.take], null);
  insert into public.cashouts (user_id, client_key, amount_cents, receiver)
  values (p_user_id, p_client_key, p_amount_cents, v_receiver)
  returning * into v_cashout;
  -- A referral that this casts doubt on is a risk of this very cashout.
  perform private.note_signal(p_user_id, 'payee', private.mailbox_of(v_receiver));
  v_risks := private.cashout_risks(v_cashout);
  insert into private.payout (cashout_id, risks) values (v_cashout.id, v_risks);
  perform private.transfer(format('cashout:%s:0', v_cashout.id), 'cashout_requested', array[
    row(private.earned_account(p_user_id), -p_amount_cents)::private.ledger_leg,
    row(private.cashout_account(p_user_id), p_amount_cents)::private.ledger_leg]);
  if v_risks = '{}' then
    v_cashout := private.approve(v_cashout);
  end if;
  return v_cashout;
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."request_cashout"(uuid, text, bigint, text, inet) TO "service_role";

COMMENT ON FUNCTION "public"."request_cashout"(uuid, text, bigint, text, inet) IS 'Holds earned money for a payout, once per client key; approved at once when it is small and shows no risk. PT400, PT401, PT402, PT403, PT404, PT409, PT429.';

REVOKE ALL ON FUNCTION "public"."request_cashout"(uuid, text, bigint, text, inet) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."request_cashout"(uuid, text, bigint, text, inet) TO "postgres";

REVOKE ALL ON FUNCTION "public"."request_cashout"(uuid, text, bigint, text, inet) FROM PUBLIC, "anon", "authenticated";
