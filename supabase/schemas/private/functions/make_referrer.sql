-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.make_referrer()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  loop
    insert into public.referrers (user_id, code) values (new.id, private.new_referral_code())
    on conflict on constraint referrers_code_key do nothing;
    exit when found;
  end loop;
  return null;
end;
$function$;

COMMENT ON FUNCTION "private"."make_referrer"() IS 'Gives a new person a code that nobody has.';

REVOKE ALL ON FUNCTION "private"."make_referrer"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."make_referrer"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."make_referrer"() TO "postgres";
