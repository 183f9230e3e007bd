-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.flag_referrals (
  p_kind       text,
  p_value_hash text
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
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
$function$;

COMMENT ON FUNCTION "private"."flag_referrals"(text, text) IS 'Casts doubt on rewards that were given before it was known what two people share.';

REVOKE ALL ON FUNCTION "private"."flag_referrals"(text, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."flag_referrals"(text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."flag_referrals"(text, text) TO "postgres";
