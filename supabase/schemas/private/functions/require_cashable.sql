-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.require_cashable (
  p_user_id      uuid,
  p_amount_cents bigint,
  p_receiver     text
)
  RETURNS void
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  v_minimum bigint := (select minimum_cents from private.reward_rules);
  v_available bigint := coalesce((
    select balance from private.ledger_account
    where owner_id = p_user_id and kind = 'reward' and unit = 'USD'), 0);
begin
  if v_minimum is null then
    raise sqlstate 'PT404' using
      message = 'cashouts_not_offered', hint = 'There are no cashouts here.';
  elsif p_receiver is null or p_receiver !~ '^[^\s@]+@[^\s@]+\.[^\s@]+$'
    or char_length(p_receiver) > 127
  then
    raise sqlstate 'PT400' using
      message = 'invalid_request',
      detail = jsonb_build_object('path', 'receiver')::text,
      hint = 'The receiver is the e-mail address of a PayPal account.';
  elsif p_amount_cents is null or p_amount_cents < v_minimum then
    raise sqlstate 'PT400' using
      message = 'cashout_too_small',
      detail = jsonb_build_object('minimum_cents', v_minimum)::text,
      hint = format('A cashout is %s US cents at least.', v_minimum);
  elsif exists (
    select from auth.users where id = p_user_id and email_confirmed_at is null)
  then
    raise sqlstate 'PT403' using
      message = 'email_not_confirmed', hint = 'Confirm your e-mail address first.';
  elsif exists (
    select from private.dispute join public.payments as payment
      on payment.provider = dispute.provider
      and payment.provider_id = dispute.payment_provider_id
    where payment.user_id = p_user_id and dispute.state = 'open')
  then
    raise sqlstate 'PT409' using
      message = 'dispute_open', hint = 'A payment of yours is disputed: cashouts wait for its end.';
  elsif exists (
    select from private.ledger_account
    where owner_id = p_user_id and kind = 'debt' and balance < 0)
  then
    raise sqlstate 'PT409' using
      message = 'debt_open', hint = 'Something is owed: new credits and rewards pay it first.';
  elsif v_available < p_amount_cents then
    raise sqlstate 'PT402' using
      message = 'insufficient_rewards',
      detail = jsonb_build_object('available', v_available, 'needed', p_amount_cents)::text,
      hint = format('US cents needed: %s; earned: %s.', p_amount_cents, v_available);
  end if;
end;
$function$;

COMMENT ON FUNCTION "private"."require_cashable"(uuid, bigint, text) IS 'Refuses a cashout that may not be. PT400, PT402, PT403, PT404, PT409.';

REVOKE ALL ON FUNCTION "private"."require_cashable"(uuid, bigint, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."require_cashable"(uuid, bigint, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."require_cashable"(uuid, bigint, text) TO "postgres";
