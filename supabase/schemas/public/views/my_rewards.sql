-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE VIEW "public"."my_rewards" WITH (security_invoker=on) AS  SELECT (COALESCE(sum(balance) FILTER (WHERE (kind = 'reward'::text)), (0)::numeric))::bigint AS available_cents,
    (COALESCE(sum(balance) FILTER (WHERE (kind = 'cashout'::text)), (0)::numeric))::bigint AS in_cashout_cents,
    (COALESCE((- sum(balance) FILTER (WHERE (kind = 'debt'::text))), (0)::numeric))::bigint AS owed_cents
   FROM private.ledger_account
  WHERE ((owner_id = ( SELECT auth.uid() AS uid)) AND (unit = 'USD'::text));

COMMENT ON VIEW "public"."my_rewards" IS 'One row, in US cents: what the caller can cash out, what is on its way, what is owed.';

REVOKE ALL ON TABLE "public"."my_rewards" FROM "authenticated";

GRANT SELECT ON TABLE "public"."my_rewards" TO "authenticated";

REVOKE ALL ON TABLE "public"."my_rewards" FROM "anon", "service_role";
