-- sync_passes: the time of passes whose payments are wholly paid back, or were until that failed.
-- Callers: sync_payment, under the lock of the person.
--
-- Passes of one plan follow one another: when one is taken, the next begin sooner. What is given
-- again is as long as what was taken, whenever that is heard of.

create function private.take_pass(p_payment public.payments)
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_pass public.memberships;
  v_starts_at timestamptz;
begin
  perform private.revoke_membership(id) from public.memberships
  where user_id = p_payment.user_id and state = 'live'
    and starts_with(operation_key, 'payment:' || p_payment.id);
  -- Those that were to follow it begin sooner.
  for v_pass in
    select * from public.memberships
    where user_id = p_payment.user_id and plan = p_payment.item and source = 'pass'
      and state = 'live' and starts_at > now() and operation_key like 'payment:%'
    order by starts_at
  loop
    select greatest(now(), max(ends_at)) into v_starts_at from public.memberships
    where user_id = v_pass.user_id and plan = v_pass.plan and source = 'pass' and state = 'live'
      and starts_at < v_pass.starts_at;
    continue when v_starts_at >= v_pass.starts_at;
    perform private.revoke_membership(v_pass.id);
    perform private.grant_membership(v_pass.user_id, v_pass.plan, 'pass',
      private.next_pass_key(v_pass), v_starts_at,
      v_starts_at + (v_pass.ends_at - v_pass.starts_at));
  end loop;
end;
$$;
comment on function private.take_pass is 'Takes a pass back whose payment is wholly reversed.';

create function private.next_pass_key(p_pass public.memberships)
returns text
language plpgsql
stable
set search_path = ''
as $$
declare
  v_key text := 'payment:' || split_part(p_pass.operation_key, ':', 2);
begin
  return v_key || ':' || (
    select count(*) from public.memberships
    where user_id = p_pass.user_id and starts_with(operation_key, v_key));
end;
$$;
comment on function private.next_pass_key is 'The key by which a pass is given again.';

create function private.restore_pass(p_payment public.payments)
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_key text := 'payment:' || p_payment.id;
  v_pass public.memberships;
  v_used interval;
  v_starts_at timestamptz;
begin
  if exists (
    select from public.memberships
    where user_id = p_payment.user_id and state <> 'revoked' and starts_with(operation_key, v_key))
  then
    return;
  end if;
  select * into strict v_pass from public.memberships where operation_key = v_key;
  select sum(greatest(least(revoked_at, ends_at) - starts_at, interval '0')) into v_used
  from public.memberships
  where user_id = p_payment.user_id and starts_with(operation_key, v_key);
  if v_used < v_pass.ends_at - v_pass.starts_at then
    select greatest(now(), max(ends_at)) into v_starts_at from public.memberships
    where user_id = v_pass.user_id and plan = v_pass.plan and source = 'pass' and state = 'live';
    -- Without credits anew where it had begun: return_credits gives back what was taken of them.
    perform private.grant_membership(v_pass.user_id, v_pass.plan, case
      when exists (select from private.granted_accounts(p_payment)) then 'grace'
      else 'pass' end, private.next_pass_key(v_pass), v_starts_at,
      v_starts_at + (v_pass.ends_at - v_pass.starts_at - v_used));
  end if;
end;
$$;
comment on function private.restore_pass is
  'Gives the rest of a pass again that was taken for a reversal which did not last.';
