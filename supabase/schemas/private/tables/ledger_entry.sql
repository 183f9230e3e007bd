-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "private"."ledger_entry" (
  "id"          bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  "transfer_id" bigint NOT NULL,
  "account_id"  uuid   NOT NULL,
  "amount"      bigint NOT NULL,
  CONSTRAINT "ledger_entry_account_id_fkey" FOREIGN KEY (account_id) REFERENCES private.ledger_account(id) ON DELETE RESTRICT,
  CONSTRAINT "ledger_entry_amount_check" CHECK ((amount <> 0)),
  CONSTRAINT "ledger_entry_pkey" PRIMARY KEY (id),
  CONSTRAINT "ledger_entry_transfer_id_fkey" FOREIGN KEY (transfer_id) REFERENCES private.ledger_transfer(id) ON DELETE RESTRICT
);

ALTER TABLE "private"."ledger_entry"
  ENABLE ROW LEVEL SECURITY;

CREATE INDEX ledger_entry_account_id_id_idx ON private.ledger_entry USING btree (account_id, id DESC);

CREATE INDEX ledger_entry_transfer_id_idx ON private.ledger_entry USING btree (transfer_id);

CREATE CONSTRAINT TRIGGER ledger_entry_balances
  AFTER INSERT ON private.ledger_entry DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW
  EXECUTE FUNCTION private.ledger_entry_balances();

CREATE TRIGGER ledger_entry_post
  AFTER INSERT ON private.ledger_entry
  FOR EACH ROW
  EXECUTE FUNCTION private.ledger_entry_post();

CREATE TRIGGER ledger_entry_refuse_truncate
  BEFORE TRUNCATE ON private.ledger_entry
  FOR EACH STATEMENT
  EXECUTE FUNCTION private.ledger_refuse();

CREATE TRIGGER ledger_entry_refuse
  BEFORE DELETE OR UPDATE ON private.ledger_entry
  FOR EACH ROW
  EXECUTE FUNCTION private.ledger_refuse();

CREATE POLICY "People read the entries of their own accounts" ON "private"."ledger_entry"
  FOR SELECT
  TO "authenticated"
  USING ((account_id IN ( SELECT ledger_account.id
   FROM private.ledger_account
  WHERE (ledger_account.owner_id = ( SELECT auth.uid() AS uid)))));

GRANT SELECT ("account_id") ON TABLE "private"."ledger_entry" TO "authenticated";

GRANT SELECT ("amount") ON TABLE "private"."ledger_entry" TO "authenticated";

GRANT SELECT ("id") ON TABLE "private"."ledger_entry" TO "authenticated";

GRANT SELECT ("transfer_id") ON TABLE "private"."ledger_entry" TO "authenticated";

COMMENT ON TABLE "private"."ledger_entry" IS 'What one transfer adds to or takes from one account.';
