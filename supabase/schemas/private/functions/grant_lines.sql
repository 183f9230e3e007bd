-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.grant_lines (
  p_user_id         uuid,
  p_provider        text,
  p_subscription_id text
)
  RETURNS boolean
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_line record;
  v_month record;
  v_is_cut boolean := false;
begin
  for v_line in select * from private.lines_of(p_provider, p_subscription_id) loop
    perform private.grant_periods(v_line.gives, now(), v_line.cut_at);
    v_is_cut := v_is_cut or v_line.cut_at < (v_line.gives).ends_at;
  end loop;
  if not v_is_cut then
    return false;
  end if;
  for v_month in
    select account.granted_for, account.expires_at, max(credits) as credits,
      private.lasting_credits(account.id) as granted
    from private.line_months(p_provider, p_subscription_id) as month
    join private.ledger_account as account
      on owner_id = p_user_id and kind = 'wallet_plan' and account.granted_for = month.granted_for
    where is_due and expires_at > now()
    group by account.id
    having count(*) > 1 and max(credits) > private.lasting_credits(account.id)
  loop
    perform private.grant_plan_credits(p_user_id, v_month.credits - v_month.granted,
      v_month.granted_for, v_month.expires_at, 'plan_period', v_month.granted);
  end loop;
  return true;
end;
$function$;

COMMENT ON FUNCTION "private"."grant_lines"(uuid, text, text) IS 'Grants the credits of the months of a subscription that are due, once; returns whether any line is cut: only then do lines share months, or have some that are not due.';

REVOKE ALL ON FUNCTION "private"."grant_lines"(uuid, text, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."grant_lines"(uuid, text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."grant_lines"(uuid, text, text) TO "postgres";
