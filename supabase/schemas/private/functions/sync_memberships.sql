-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.sync_memberships (
  p_user_id         uuid,
  p_provider        text,
  p_subscription_id text
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_lines public.memberships[] := array(
    select line from private.lines_in_force(p_provider, p_subscription_id) as line);
  v_line public.memberships;
  v_has record;
  v_given record;
begin
  -- What is given for less time or not at all comes first, so that nothing overlaps meanwhile.
  for v_has in
    select has.id, has.starts_at, has.ends_at, has.state, line.ends_at as wanted
    from public.memberships as has
    left join unnest(v_lines) as line on starts_with(has.operation_key, line.operation_key)
    where has.user_id = p_user_id and has.source = 'subscription' and has.state <> 'revoked'
      and has.operation_key like 'payment:%'
      and private.as_uuid(split_part(has.operation_key, ':', 2)) in (
        select id from public.payments
        where provider = p_provider and subscription_provider_id = p_subscription_id)
  loop
    if v_has.wanted is null and v_has.state = 'live' then
      perform private.revoke_membership(v_has.id);
    elsif v_has.wanted is null or v_has.ends_at > v_has.wanted then
      update public.memberships
      set ends_at = greatest(coalesce(v_has.wanted, v_has.starts_at), v_has.starts_at)
      where id = v_has.id;
    end if;
  end loop;
  foreach v_line in array v_lines loop
    select max(ends_at) as ends_at, (max(id::text) filter (where state = 'live'))::uuid as live_id,
      count(*) as nr
    into v_given from public.memberships
    where user_id = p_user_id and starts_with(operation_key, v_line.operation_key)
      and state <> 'revoked';
    continue when v_given.ends_at >= v_line.ends_at or v_line.ends_at = v_line.starts_at;
    if v_given.live_id is not null then
      update public.memberships set ends_at = v_line.ends_at where id = v_given.live_id;
    else
      perform private.grant_membership(p_user_id, v_line.plan, 'subscription',
        v_line.operation_key || (
          select count(*) from public.memberships
          where user_id = p_user_id and starts_with(operation_key, v_line.operation_key)),
        coalesce(v_given.ends_at, v_line.starts_at), v_line.ends_at, v_line.anchor_at,
        v_line.paid_by);
    end if;
  end loop;
end;
$function$;

COMMENT ON FUNCTION "private"."sync_memberships"(uuid, text, text) IS 'Gives a person the time that the payments of a subscription buy, no more and no less.';

REVOKE ALL ON FUNCTION "private"."sync_memberships"(uuid, text, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."sync_memberships"(uuid, text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."sync_memberships"(uuid, text, text) TO "postgres";
