-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "private"."payout_discrepancy" (
  "id"          bigint                   GENERATED ALWAYS AS IDENTITY NOT NULL,
  "cashout_id"  uuid,
  "kind"        text                     NOT NULL,
  "details"     jsonb                    NOT NULL,
  "found_at"    timestamp with time zone NOT NULL DEFAULT now(),
  "seen_at"     timestamp with time zone NOT NULL DEFAULT now(),
  "resolved_at" timestamp with time zone,
  "note"        text,
  CONSTRAINT "payout_discrepancy_details_check" CHECK ((octet_length((details)::text) <= 4000)),
  CONSTRAINT "payout_discrepancy_kind_check"
    CHECK
    ((kind = ANY (ARRAY['amount'::text, 'receiver'::text, 'state'::text, 'unknown_at_paypal'::text, 'too_old_to_send'::text, 'refused_after_unknown'::text, 'ledger'::text,
    'held'::text]))),
  CONSTRAINT "payout_discrepancy_note_check" CHECK (((char_length(note) >= 1) AND (char_length(note) <= 500))),
  CONSTRAINT "payout_discrepancy_pkey" PRIMARY KEY (id),
  CONSTRAINT "payout_discrepancy_cashout_id_fkey" FOREIGN KEY (cashout_id) REFERENCES public.cashouts(id) ON DELETE RESTRICT
);

ALTER TABLE "private"."payout_discrepancy"
  ENABLE ROW LEVEL SECURITY;

CREATE INDEX payout_discrepancy_cashout_id_idx ON private.payout_discrepancy USING btree (cashout_id);

CREATE UNIQUE INDEX payout_discrepancy_open_idx ON private.payout_discrepancy USING btree (kind, cashout_id) NULLS NOT DISTINCT
  WHERE (resolved_at IS NULL);

COMMENT ON TABLE "private"."payout_discrepancy" IS 'Where ledger, cashouts and PayPal do not agree, for an admin to resolve.';
