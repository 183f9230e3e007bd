-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.undue_credits (
  p_user_id         uuid,
  p_provider        text,
  p_subscription_id text
)
  RETURNS TABLE (
    payment_id uuid,
    credits    bigint
  )
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return query
    select undue.payment_id, sum(greatest(0, least(private.lasting_credits(account.id),
      private.posted_credits(account.id, 'plan_period') - undue.credits)))::bigint
    from (
      -- Of several payments that share a month one answers for it.
      select (array_agg(month.payment_id order by line_starts_at, month.payment_id))[1]
        as payment_id, month.granted_for,
        coalesce(max(month.credits) filter (where is_due), 0) as credits
      from private.line_months(p_provider, p_subscription_id) as month
      group by month.granted_for having not bool_and(is_due)
    ) as undue
    join private.ledger_account as account
      on owner_id = p_user_id and kind = 'wallet_plan' and account.granted_for = undue.granted_for
    group by 1;
end;
$function$;

COMMENT ON FUNCTION "private"."undue_credits"(uuid, text, text) IS 'What payments of a subscription were granted beyond what is due, as it is known now.';

REVOKE ALL ON FUNCTION "private"."undue_credits"(uuid, text, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."undue_credits"(uuid, text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."undue_credits"(uuid, text, text) TO "postgres";
