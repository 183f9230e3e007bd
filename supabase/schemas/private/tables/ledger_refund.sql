-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "private"."ledger_refund" (
  "id"            uuid                     NOT NULL DEFAULT gen_random_uuid(),
  "hold_id"       uuid                     NOT NULL,
  "operation_key" text                     NOT NULL,
  "amount"        bigint                   NOT NULL,
  "reason"        text                     NOT NULL,
  "created_at"    timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT "ledger_refund_amount_check" CHECK ((amount > 0)),
  CONSTRAINT "ledger_refund_hold_id_fkey" FOREIGN KEY (hold_id) REFERENCES private.ledger_hold(id) ON DELETE RESTRICT,
  CONSTRAINT "ledger_refund_operation_key_check" CHECK (((char_length(operation_key) >= 1) AND (char_length(operation_key) <= 180))),
  CONSTRAINT "ledger_refund_operation_key_key" UNIQUE (operation_key),
  CONSTRAINT "ledger_refund_pkey" PRIMARY KEY (id),
  CONSTRAINT "ledger_refund_reason_check" CHECK (((char_length(reason) >= 1) AND (char_length(reason) <= 60)))
);

ALTER TABLE "private"."ledger_refund"
  ENABLE ROW LEVEL SECURITY;

CREATE INDEX ledger_refund_hold_id_idx ON private.ledger_refund USING btree (hold_id);

CREATE TRIGGER ledger_refund_refuse_truncate
  BEFORE TRUNCATE ON private.ledger_refund
  FOR EACH STATEMENT
  EXECUTE FUNCTION private.ledger_refuse();

CREATE TRIGGER ledger_refund_refuse
  BEFORE DELETE OR UPDATE ON private.ledger_refund
  FOR EACH ROW
  EXECUTE FUNCTION private.ledger_refuse();

COMMENT ON TABLE "private"."ledger_refund" IS 'What of a settled hold was given back later, and why.';
