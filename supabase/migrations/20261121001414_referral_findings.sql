-- referral_findings: what speaks against a referral, by the checks of the rules.
-- Callers: reward_referrals, before it gives anything; note_signal, for what comes to light later.

create function private.referral_findings(p_referral private.referral)
returns text[]
language plpgsql
stable
set search_path = ''
as $$
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
$$;
comment on function private.referral_findings is
  'Which checks of the rules find something, those that refuse first.';

create function private.flag_referrals(p_kind text, p_value_hash text)
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_referral private.referral;
  v_findings text[];
begin
  for v_referral in
    select referral.* from private.person_signal as signal
    join private.referral on invited_id = signal.user_id
    where signal.kind = p_kind and signal.value_hash = p_value_hash
      and state = 'rewarded' and not is_flagged
    order by referral.id
  loop
    v_findings := private.referral_findings(v_referral);
    if 'same_' || p_kind = any (v_findings) then
      update private.referral set is_flagged = true where id = v_referral.id and not is_flagged;
      perform private.decide(v_referral, 'flagged', 'same_' || p_kind,
        jsonb_build_object('findings', v_findings));
    end if;
  end loop;
end;
$$;
comment on function private.flag_referrals is
  'Casts doubt on rewards that were given before it was known what two people share.';
