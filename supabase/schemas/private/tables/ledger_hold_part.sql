-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "private"."ledger_hold_part" (
  "hold_id"    uuid   NOT NULL,
  "account_id" uuid   NOT NULL,
  "amount"     bigint NOT NULL,
  CONSTRAINT "ledger_hold_part_account_id_fkey" FOREIGN KEY (account_id) REFERENCES private.ledger_account(id) ON DELETE RESTRICT,
  CONSTRAINT "ledger_hold_part_amount_check" CHECK ((amount > 0)),
  CONSTRAINT "ledger_hold_part_hold_id_fkey" FOREIGN KEY (hold_id) REFERENCES private.ledger_hold(id) ON DELETE RESTRICT,
  CONSTRAINT "ledger_hold_part_pkey" PRIMARY KEY (hold_id, account_id)
);

ALTER TABLE "private"."ledger_hold_part"
  ENABLE ROW LEVEL SECURITY;

CREATE INDEX ledger_hold_part_account_id_idx ON private.ledger_hold_part USING btree (account_id);

CREATE TRIGGER ledger_hold_part_refuse_truncate
  BEFORE TRUNCATE ON private.ledger_hold_part
  FOR EACH STATEMENT
  EXECUTE FUNCTION private.ledger_refuse();

CREATE TRIGGER ledger_hold_part_refuse
  BEFORE DELETE OR UPDATE ON private.ledger_hold_part
  FOR EACH ROW
  EXECUTE FUNCTION private.ledger_refuse();

COMMENT ON TABLE "private"."ledger_hold_part" IS 'How much of a hold lies on which account.';
