-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.count_referral_click (
  p_code    text,
  p_visitor text
)
  RETURNS text
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_code text := (
    select code from public.referrers where code = private.as_referral_code(p_code));
begin
  if v_code is not null and p_visitor is not null then
    insert into private.referral_click (code, day, visitor_hash)
    values (v_code, (now() at time zone 'UTC')::date, private.hash_token(p_visitor))
    on conflict on constraint referral_click_pkey do nothing;
    if found then
      update public.referrers set clicks = clicks + 1 where code = v_code;
    end if;
  end if;
  return v_code;
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."count_referral_click"(text, text) TO "service_role";

COMMENT ON FUNCTION "public"."count_referral_click"(text, text) IS 'Counts a visitor once a day for a code, and returns the code as it is kept; null when there is none.';

REVOKE ALL ON FUNCTION "public"."count_referral_click"(text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."count_referral_click"(text, text) TO "postgres";

REVOKE ALL ON FUNCTION "public"."count_referral_click"(text, text) FROM PUBLIC, "anon", "authenticated";
