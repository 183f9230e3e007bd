-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.decide (
  p_referral private.referral,
  p_decision text,
  p_reason   text,
  p_details  jsonb            DEFAULT '{}'::jsonb
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  insert into private.referral_decision (referral_id, user_id, decision, reason, details)
  values (p_referral.id, p_referral.invited_id, p_decision, p_reason, p_details);
end;
$function$;

COMMENT ON FUNCTION "private"."decide"(private.referral, text, text, jsonb) IS 'Writes down what was decided about a referral, and why.';

REVOKE ALL ON FUNCTION "private"."decide"(private.referral, text, text, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."decide"(private.referral, text, text, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."decide"(private.referral, text, text, jsonb) TO "postgres";
