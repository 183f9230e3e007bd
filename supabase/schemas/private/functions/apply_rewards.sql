-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.apply_rewards (
  p_rewards jsonb
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  delete from private.reward_rules where true;
  delete from private.referral_check where true;
  -- Off: jsonb's null, or a catalog from before there were rewards.
  if p_rewards is null or jsonb_typeof(p_rewards) = 'null' then
    return;
  end if;
  insert into private.reward_rules (invited_credits, referrer_cents, condition, entry_days,
    per_day, in_total, minimum_cents, automatic_cents, account_days)
  select invited_credits, referrer_cents, condition, entry_days, per_day, in_total,
    minimum_cents, automatic_cents, account_days
  from jsonb_to_record(p_rewards || (p_rewards -> 'cashouts')) as rules (invited_credits bigint,
    referrer_cents bigint, condition text, entry_days integer, per_day integer,
    in_total integer, minimum_cents bigint, automatic_cents bigint, account_days integer);
  insert into private.referral_check (name, outcome)
  select key, value from jsonb_each_text(p_rewards -> 'checks');
end;
$function$;

COMMENT ON FUNCTION "private"."apply_rewards"(jsonb) IS 'The rules of a catalog for rewards; null: none.';

REVOKE ALL ON FUNCTION "private"."apply_rewards"(jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."apply_rewards"(jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."apply_rewards"(jsonb) TO "postgres";
