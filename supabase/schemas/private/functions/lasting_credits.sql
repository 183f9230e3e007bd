-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.lasting_credits (
  p_account_id uuid
)
  RETURNS bigint
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return private.posted_credits(p_account_id, 'plan_period', 'plan_credits_expired');
end;
$function$;

COMMENT ON FUNCTION "private"."lasting_credits"(uuid) IS 'What an account of plan credits was granted, without what expired unspent.';

REVOKE ALL ON FUNCTION "private"."lasting_credits"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."lasting_credits"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."lasting_credits"(uuid) TO "postgres";
