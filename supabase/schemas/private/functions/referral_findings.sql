-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.referral_findings (
  p_referral private.referral
)
  RETURNS text[]
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  v_email text := (select email from auth.users where id = p_referral.invited_id);
begin
  return array(
    select name from private.referral_check
    where outcome <> 'off' and case name
      when 'disposable_email' then coalesce(private.is_disposable(v_email), false)
      -- One mailbox is one person, whoever invited the other account.
      when 'same_mailbox' then exists (
        select from private.person_signal as own
        join private.person_signal as other using (kind, value_hash)
        where kind = 'mailbox' and own.user_id = p_referral.invited_id
          and other.user_id <> own.user_id)
      -- The referrer, or somebody else whom the referrer invited.
      else exists (
        select from private.person_signal as own
        join private.person_signal as other using (kind, value_hash)
        where kind = substr(name, 6) and own.user_id = p_referral.invited_id
          and other.user_id <> own.user_id
          and (other.user_id = p_referral.referrer_id or exists (
            select from private.referral as sibling
            where sibling.invited_id = other.user_id
              and sibling.referrer_id = p_referral.referrer_id)))
      end
    order by outcome = 'refuse' desc, name);
end;
$function$;

COMMENT ON FUNCTION "private"."referral_findings"(private.referral) IS 'Which checks of the rules find something, those that refuse first.';

REVOKE ALL ON FUNCTION "private"."referral_findings"(private.referral) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."referral_findings"(private.referral) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."referral_findings"(private.referral) TO "postgres";
