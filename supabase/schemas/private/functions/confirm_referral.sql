-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.confirm_referral()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform private.lock_pair(referrer_id, invited_id) from private.referral
  where invited_id = new.id;
  if new.email is not null then
    perform private.note_signal(new.id, 'mailbox', private.mailbox_of(new.email));
  end if;
  perform private.sync_referral(new.id);
  return null;
end;
$function$;

COMMENT ON FUNCTION "private"."confirm_referral"() IS 'Decides when the invited person''s e-mail is confirmed, and notes one that has changed.';

REVOKE ALL ON FUNCTION "private"."confirm_referral"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."confirm_referral"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."confirm_referral"() TO "postgres";
