-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION public.list_payout_discrepancies (
  p_is_open boolean DEFAULT true
)
  RETURNS TABLE (
    id          bigint,
    cashout_id  uuid,
    kind        text,
    details     jsonb,
    found_at    timestamp with time zone,
    seen_at     timestamp with time zone,
    resolved_at timestamp with time zone,
    note        text
  )
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform private.audit_as_admin('list_payout_discrepancies', 'cashouts', '{}');
  return query
    select each.id, each.cashout_id, each.kind, each.details, each.found_at, each.seen_at,
      each.resolved_at, each.note
    from private.payout_discrepancy as each
    where (each.resolved_at is null) = p_is_open
    order by each.id desc
    limit 200;
end;
$function$;

GRANT EXECUTE ON FUNCTION "public"."list_payout_discrepancies"(boolean) TO "authenticated";

COMMENT ON FUNCTION "public"."list_payout_discrepancies"(boolean) IS 'Where ledger, cashouts and PayPal do not agree, the newest 200. PT403.';

REVOKE ALL ON FUNCTION "public"."list_payout_discrepancies"(boolean) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."list_payout_discrepancies"(boolean) TO "postgres";

REVOKE ALL ON FUNCTION "public"."list_payout_discrepancies"(boolean) FROM PUBLIC, "anon", "service_role";
