-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE VIEW "public"."my_credits" WITH (security_invoker=on) AS  SELECT (COALESCE(sum(balance) FILTER (WHERE (kind = 'wallet_plan'::text)), (0)::numeric))::bigint AS plan_credits,
    (COALESCE(sum(balance) FILTER (WHERE (kind = 'wallet_bought'::text)), (0)::numeric))::bigint AS bought_credits,
    (COALESCE(sum(held), (0)::numeric))::bigint AS held_credits,
    (GREATEST(COALESCE(sum((balance - held)), (0)::numeric), (0)::numeric))::bigint AS available_credits,
    (COALESCE((- sum(balance) FILTER (WHERE (kind = 'debt'::text))), (0)::numeric))::bigint AS owed_credits,
    min(NULLIF(expires_at, 'infinity'::timestamp with time zone)) FILTER (WHERE (balance > held)) AS next_expiry_at
   FROM private.ledger_account
  WHERE ((owner_id = ( SELECT auth.uid() AS uid)) AND (unit = 'credit'::text) AND (closed_at IS NULL) AND ((expires_at IS NULL) OR (expires_at > now())));

COMMENT ON VIEW "public"."my_credits" IS 'One row: what the caller has, has reserved, and can spend.';

REVOKE ALL ON TABLE "public"."my_credits" FROM "authenticated";

GRANT SELECT ON TABLE "public"."my_credits" TO "authenticated";

REVOKE ALL ON TABLE "public"."my_credits" FROM "anon", "service_role";
