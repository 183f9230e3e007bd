-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "private"."ledger_hold" (
  "id"             uuid                     NOT NULL DEFAULT gen_random_uuid(),
  "owner_id"       uuid                     NOT NULL,
  "operation_key"  text                     NOT NULL,
  "reason"         text                     NOT NULL,
  "amount"         bigint                   NOT NULL,
  "settled_amount" bigint,
  "state"          text                     NOT NULL DEFAULT 'held'::text,
  "expires_at"     timestamp with time zone NOT NULL,
  "created_at"     timestamp with time zone NOT NULL DEFAULT now(),
  "closed_at"      timestamp with time zone,
  CONSTRAINT "ledger_hold_amount_check" CHECK ((amount >= 0)),
  CONSTRAINT "ledger_hold_closed_at_check" CHECK (((state = 'held'::text) = (closed_at IS NULL))),
  CONSTRAINT "ledger_hold_operation_key_check" CHECK (((char_length(operation_key) >= 1) AND (char_length(operation_key) <= 180))),
  CONSTRAINT "ledger_hold_operation_key_key" UNIQUE (operation_key),
  CONSTRAINT "ledger_hold_pkey" PRIMARY KEY (id),
  CONSTRAINT "ledger_hold_reason_check" CHECK (((char_length(reason) >= 1) AND (char_length(reason) <= 60))),
  CONSTRAINT "ledger_hold_settled_amount_check" CHECK (
CASE state
    WHEN 'held'::text THEN (settled_amount IS NULL)
    WHEN 'settled'::text THEN ((settled_amount >= 0) AND (settled_amount <= amount))
    WHEN 'voided'::text THEN (settled_amount = 0)
    ELSE NULL::boolean
END),
  CONSTRAINT "ledger_hold_state_check" CHECK ((state = ANY (ARRAY['held'::text, 'settled'::text, 'voided'::text])))
);

ALTER TABLE "private"."ledger_hold"
  ENABLE ROW LEVEL SECURITY;

CREATE INDEX ledger_hold_expires_at_idx ON private.ledger_hold USING btree (expires_at)
  WHERE (state = 'held'::text);

CREATE INDEX ledger_hold_owner_id_idx ON private.ledger_hold USING btree (owner_id, created_at DESC);

CREATE TRIGGER ledger_hold_refuse_change
  BEFORE UPDATE ON private.ledger_hold
  FOR EACH ROW
  WHEN
    (((old.state <> 'held'::text) OR ((((((old.id IS DISTINCT FROM new.id) OR (old.owner_id IS DISTINCT FROM new.owner_id)) OR (old.operation_key IS DISTINCT FROM
    new.operation_key)) OR (old.reason IS DISTINCT FROM new.reason)) OR (old.amount IS DISTINCT FROM new.amount)) OR (old.created_at IS DISTINCT FROM new.created_at))))
  EXECUTE FUNCTION private.ledger_refuse();

CREATE TRIGGER ledger_hold_refuse_truncate
  BEFORE TRUNCATE ON private.ledger_hold
  FOR EACH STATEMENT
  EXECUTE FUNCTION private.ledger_refuse();

CREATE TRIGGER ledger_hold_refuse
  BEFORE DELETE ON private.ledger_hold
  FOR EACH ROW
  EXECUTE FUNCTION private.ledger_refuse();

COMMENT ON TABLE "private"."ledger_hold" IS 'Credits reserved for work that is not finished yet.';
