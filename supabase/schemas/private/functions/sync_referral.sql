-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.sync_referral (
  p_invited_id uuid
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_referral private.referral;
  v_id uuid := (select id from private.referral where invited_id = p_invited_id);
  v_findings text[];
  v_outcome text;
begin
  if v_id is null then
    return;
  end if;
  v_referral := private.lock_referral(v_id);
  update private.referral set is_due = false where id = v_id and is_due;
  if v_referral.state = 'pending' and private.condition_holds(v_referral) then
    update private.referral set state = 'review', verified_at = now() where id = v_id;
    update public.referrers set verified = verified + 1
    where user_id = v_referral.referrer_id;
    perform private.note_session_addresses(v_referral.referrer_id);
    perform private.note_session_addresses(p_invited_id);
    v_findings := private.referral_findings(v_referral);
    v_outcome := (select outcome from private.referral_check where name = v_findings[1]);
    if v_outcome is null then
      perform private.reward_referral(v_referral, 'condition_holds');
    else
      update private.referral set state = 'refused' where id = v_id and v_outcome = 'refuse';
      perform private.decide(v_referral,
        case v_outcome when 'refuse' then 'refused' else 'review' end, v_findings[1],
        jsonb_build_object('findings', v_findings));
    end if;
  elsif v_referral.condition = 'payment' then
    perform private.follow_payment(v_referral);
  end if;
end;
$function$;

COMMENT ON FUNCTION "private"."sync_referral"(uuid) IS 'Decides about the referral of an invited person, if its condition holds now and did not before, or the other way round. Again it changes nothing.';

REVOKE ALL ON FUNCTION "private"."sync_referral"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."sync_referral"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."sync_referral"(uuid) TO "postgres";
