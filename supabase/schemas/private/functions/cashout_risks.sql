-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.cashout_risks (
  p_cashout public.cashouts
)
  RETURNS text[]
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  v_rules private.reward_rules;
begin
  select * into strict v_rules from private.reward_rules;
  return array_remove(array[
    case when p_cashout.amount_cents > v_rules.automatic_cents then 'amount' end,
    case when exists (
      select from public.profiles where id = p_cashout.user_id
        and created_at > now() - make_interval(days => v_rules.account_days))
      then 'new_account' end,
    case when exists (
      select from private.referral where referrer_id = p_cashout.user_id and is_flagged)
      then 'flagged_referral' end,
    case when exists (
      select from private.person_signal
      where kind = 'payee' and value_hash = private.hash_token(
          private.mailbox_of(p_cashout.receiver))
        and user_id <> p_cashout.user_id)
      then 'shared_receiver' end
  ], null);
end;
$function$;

COMMENT ON FUNCTION "private"."cashout_risks"(public.cashouts) IS 'Why an admin has to look at a cashout; often empty.';

REVOKE ALL ON FUNCTION "private"."cashout_risks"(public.cashouts) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."cashout_risks"(public.cashouts) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."cashout_risks"(public.cashouts) TO "postgres";
