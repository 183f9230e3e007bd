-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.revoke_membership (
  p_membership_id uuid
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_membership public.memberships;
begin
  select * into strict v_membership from public.memberships where id = p_membership_id;
  perform private.lock_person(v_membership.user_id);
  update public.memberships set state = 'revoked' where id = p_membership_id and state = 'live';
  if not found then
    return;
  end if;
  update private.ledger_account set expires_at = now()
  where owner_id = v_membership.user_id and kind = 'wallet_plan' and expires_at > now()
    and starts_with(granted_for, private.granted_for(v_membership, null));
  perform private.renew_wallet(v_membership.user_id);
end;
$function$;

COMMENT ON FUNCTION "private"."revoke_membership"(uuid) IS 'Takes a plan back at once, with what is unspent of its credits.';

REVOKE ALL ON FUNCTION "private"."revoke_membership"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."revoke_membership"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."revoke_membership"(uuid) TO "postgres";
