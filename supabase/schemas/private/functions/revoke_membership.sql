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
  v_membership := private.take_membership(p_membership_id);
  update public.memberships set state = 'revoked', revoked_at = now()
  where id = p_membership_id and state = 'live';
  if not found then
    return;
  end if;
  update private.ledger_account set expires_at = now()
  where owner_id = v_membership.user_id and kind = 'wallet_plan' and expires_at > now()
    and v_membership.starts_at <= now()
    and granted_for in (
      select private.granted_for(v_membership, private.period_start(v_membership.anchor_at, nr))
      from generate_series(
        private.period_nr(v_membership.anchor_at, v_membership.starts_at),
        private.period_nr(v_membership.anchor_at, now())) as nr
      union all
      select private.granted_for(v_membership, v_membership.starts_at));
  perform private.renew_wallet(v_membership.user_id);
end;
$function$;

COMMENT ON FUNCTION "private"."revoke_membership"(uuid) IS 'Takes a plan back at once, with what is unspent of its credits.';

REVOKE ALL ON FUNCTION "private"."revoke_membership"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."revoke_membership"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."revoke_membership"(uuid) TO "postgres";
