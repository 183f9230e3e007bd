-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.condition_holds (
  p_referral private.referral
)
  RETURNS boolean
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return case p_referral.condition
    when 'email' then exists (
      select from auth.users
      where id = p_referral.invited_id and email_confirmed_at is not null)
    else exists (
      select from public.payments
      where user_id = p_referral.invited_id and state = 'paid' and reversed_cents < amount_cents)
    end;
end;
$function$;

COMMENT ON FUNCTION "private"."condition_holds"(private.referral) IS 'Whether the invited person has what it takes now.';

REVOKE ALL ON FUNCTION "private"."condition_holds"(private.referral) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."condition_holds"(private.referral) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."condition_holds"(private.referral) TO "postgres";
