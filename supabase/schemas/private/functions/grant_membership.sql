-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.grant_membership (
  p_user_id       uuid,
  p_plan          text,
  p_source        text,
  p_operation_key text,
  p_starts_at     timestamp with time zone,
  p_ends_at       timestamp with time zone,
  p_anchor_at     timestamp with time zone DEFAULT NULL::timestamp WITH time zone,
  p_paid_by       text                     DEFAULT NULL::text
)
  RETURNS public.memberships
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_membership public.memberships;
begin
  perform private.lock_person(p_user_id);
  select * into v_membership from public.memberships where operation_key = p_operation_key;
  if not found then
    -- What is paid for is given, also when the catalog no longer offers it.
    perform private.require_plan(p_plan)
    where p_source <> 'grace' and p_operation_key not like 'payment:%';
    insert into public.memberships (
      user_id, plan, source, operation_key, starts_at, ends_at, anchor_at, paid_by)
    values (p_user_id, p_plan, p_source, p_operation_key, p_starts_at, p_ends_at,
      coalesce(p_anchor_at, p_starts_at), p_paid_by)
    -- Somebody else's took the key meanwhile; a twin of the same person waited at the wallet above.
    on conflict on constraint memberships_operation_key_key do nothing
    returning * into v_membership;
    if found then
      perform private.renew_wallet(p_user_id);
      return v_membership;
    end if;
  end if;
  if (v_membership.user_id, v_membership.plan, v_membership.source)
    is distinct from (p_user_id, p_plan, p_source)
  then
    raise sqlstate 'PT409' using
      message = 'idempotency_conflict',
      detail = jsonb_build_object('operation_key', p_operation_key)::text,
      hint = 'This operation already gave another membership.';
  end if;
  return v_membership;
end;
$function$;

COMMENT ON FUNCTION "private"."grant_membership"(uuid, text, text, text, timestamp with time zone, timestamp with time zone, timestamp
  with time zone, text) IS 'Gives a person a plan from one moment to another, once per operation key, with the credits that are due. PT404 for a plan not on offer, PT409, 23P01 when it overlaps one of its kind.';

REVOKE ALL ON FUNCTION "private"."grant_membership"(uuid, text, text, text, timestamp WITH time zone, timestamp WITH time zone, timestamp WITH time zone, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."grant_membership"(uuid, text, text, text, timestamp WITH time zone, timestamp WITH time zone, timestamp WITH time zone, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."grant_membership"(uuid, text, text, text, timestamp WITH time zone, timestamp WITH time zone, timestamp WITH time zone, text) TO "postgres";
