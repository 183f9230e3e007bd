-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.lines_in_force (
  p_provider        text,
  p_subscription_id text
)
  RETURNS SETOF public.memberships
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  v_ended_at timestamptz := (
    select ended_at from public.subscriptions
    where provider = p_provider and provider_id = p_subscription_id);
begin
  return query
    with line as (
      select private.line_membership(payments, payment_line) as gives, payments, nr
      from public.payments
      join private.payment_line on payment_id = payments.id
      where provider = p_provider and subscription_provider_id = p_subscription_id
        and state = 'paid'
        and (amount_cents = 0
          or private.reversed_cents(payments) < coalesce(collected_cents, amount_cents))
    ), cut as (
      select gives, least((gives).ends_at, v_ended_at, lead((gives).starts_at) over (
        -- Providers count seconds: of lines that begin in one, a change is later, and then the
        -- invoice of the later number.
        order by (gives).starts_at, (payments).reason = 'change', (payments).created_at,
          (payments).number, (payments).provider_id, nr)) as ends_at
      from line
    )
    select (gives).id, (gives).user_id, (gives).plan, (gives).source, (gives).operation_key,
      (gives).starts_at, greatest(cut.ends_at, (gives).starts_at), (gives).anchor_at,
      (gives).state, (gives).created_at, (gives).paid_by, (gives).revoked_at
    from cut;
end;
$function$;

COMMENT ON FUNCTION "private"."lines_in_force"(text, text) IS 'What the payments of a subscription give, each until it ends or something cuts it, which may be at once.';

REVOKE ALL ON FUNCTION "private"."lines_in_force"(text, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."lines_in_force"(text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."lines_in_force"(text, text) TO "postgres";
