-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "private"."ledger_transfer" (
  "id"             bigint                   GENERATED ALWAYS AS IDENTITY NOT NULL,
  "operation_key"  text                     NOT NULL,
  "reason"         text                     NOT NULL,
  "created_at"     timestamp with time zone NOT NULL DEFAULT now(),
  "transaction_id" xid8                     NOT NULL DEFAULT pg_current_xact_id(),
  CONSTRAINT "ledger_transfer_operation_key_check" CHECK (((char_length(operation_key) >= 1) AND (char_length(operation_key) <= 200))),
  CONSTRAINT "ledger_transfer_operation_key_key" UNIQUE (operation_key),
  CONSTRAINT "ledger_transfer_pkey" PRIMARY KEY (id),
  CONSTRAINT "ledger_transfer_reason_check" CHECK (((char_length(reason) >= 1) AND (char_length(reason) <= 60)))
);

ALTER TABLE "private"."ledger_transfer"
  ENABLE ROW LEVEL SECURITY;

CREATE CONSTRAINT TRIGGER ledger_transfer_has_entries
  AFTER INSERT ON private.ledger_transfer DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW
  EXECUTE FUNCTION private.ledger_transfer_has_entries();

CREATE TRIGGER ledger_transfer_refuse_truncate
  BEFORE TRUNCATE ON private.ledger_transfer
  FOR EACH STATEMENT
  EXECUTE FUNCTION private.ledger_refuse();

CREATE TRIGGER ledger_transfer_refuse
  BEFORE DELETE OR UPDATE ON private.ledger_transfer
  FOR EACH ROW
  EXECUTE FUNCTION private.ledger_refuse();

CREATE POLICY "People read the transfers of their own accounts" ON "private"."ledger_transfer"
  FOR SELECT
  TO "authenticated"
  USING ((id IN ( SELECT ledger_entry.transfer_id
   FROM private.ledger_entry
  WHERE (ledger_entry.account_id IN ( SELECT ledger_account.id
           FROM private.ledger_account
          WHERE (ledger_account.owner_id = ( SELECT auth.uid() AS uid)))))));

GRANT SELECT ("created_at") ON TABLE "private"."ledger_transfer" TO "authenticated";

GRANT SELECT ("id") ON TABLE "private"."ledger_transfer" TO "authenticated";

GRANT SELECT ("reason") ON TABLE "private"."ledger_transfer" TO "authenticated";

COMMENT ON COLUMN "private"."ledger_transfer"."transaction_id" IS 'The transaction that made it: only there may it get entries.';

COMMENT ON TABLE "private"."ledger_transfer" IS 'One movement; the operation key makes it happen once.';
