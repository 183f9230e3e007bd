-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.take_referral()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_code text := new.raw_user_meta_data ->> 'referral_code';
begin
  perform private.lock_pair(new.id, (
    select user_id from public.referrers where code = private.as_referral_code(v_code)));
  if new.email is not null then
    perform private.note_signal(new.id, 'mailbox', private.mailbox_of(new.email));
  end if;
  if new.raw_user_meta_data ->> 'device_id' ~ '\S' then
    perform private.note_signal(new.id, 'device', new.raw_user_meta_data ->> 'device_id');
  end if;
  if v_code ~ '\S' then
    perform private.take_code(profile, v_code) from public.profiles as profile
    where id = new.id;
    perform private.sync_referral(new.id);
  end if;
  return null;
end;
$function$;

COMMENT ON FUNCTION "private"."take_referral"() IS 'Takes the code that came with a sign-up: metadata referral_code, and device_id as a signal.';

REVOKE ALL ON FUNCTION "private"."take_referral"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."take_referral"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."take_referral"() TO "postgres";
