-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE VIEW "public"."my_credit_history" WITH (security_invoker=on) AS  SELECT entry.id,
    transfer.created_at,
    transfer.reason,
    entry.amount AS credits,
    account.kind,
    NULLIF(account.expires_at, 'infinity'::timestamp with time zone) AS expires_at
   FROM ((private.ledger_account account
     JOIN private.ledger_entry entry ON ((entry.account_id = account.id)))
     JOIN private.ledger_transfer transfer ON ((transfer.id = entry.transfer_id)))
  WHERE ((account.owner_id = ( SELECT auth.uid() AS uid)) AND (account.unit = 'credit'::text));

COMMENT ON VIEW "public"."my_credit_history" IS 'Each movement of the caller''s credits; page by id, newest first.';

REVOKE ALL ON TABLE "public"."my_credit_history" FROM "authenticated";

GRANT SELECT ON TABLE "public"."my_credit_history" TO "authenticated";

REVOKE ALL ON TABLE "public"."my_credit_history" FROM "anon", "service_role";
