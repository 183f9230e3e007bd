-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.renew_wallet (
  p_owner_id uuid,
  p_at       timestamp with time zone DEFAULT now()
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_membership public.memberships;
  v_renews_at timestamptz := 'infinity';
begin
  perform from private.wallet where owner_id = p_owner_id for no key update;
  update public.memberships set state = 'ended'
  where user_id = p_owner_id and state = 'live' and ends_at <= p_at;
  perform private.expire_plan_credits(p_owner_id, p_at);
  for v_membership in select * from private.memberships_at(p_owner_id, p_at) loop
    v_renews_at := least(v_renews_at, private.grant_periods(v_membership, p_at));
    perform private.reverse_again(v_membership);
  end loop;
  update private.wallet
  set renews_at = least(
    v_renews_at,
    (select min(least(ends_at, case when starts_at > p_at then starts_at end))
      from public.memberships where user_id = p_owner_id and state = 'live'),
    -- An open hold keeps expired credits: they are looked at again when it may be over.
    (select min(greatest(expires_at, p_at + interval '5 minutes'))
      from private.ledger_account
      where owner_id = p_owner_id and unit = 'credit' and closed_at is null
        and expires_at is not null))
  where owner_id = p_owner_id;
end;
$function$;

COMMENT ON FUNCTION "private"."renew_wallet"(uuid, timestamp with time zone) IS 'Brings a wallet up to date as of a moment; again for the same moment it changes nothing.';

REVOKE ALL ON FUNCTION "private"."renew_wallet"(uuid, timestamp WITH time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."renew_wallet"(uuid, timestamp WITH time zone) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."renew_wallet"(uuid, timestamp WITH time zone) TO "postgres";
