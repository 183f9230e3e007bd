-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "private"."payout" (
  "cashout_id"    uuid                     NOT NULL,
  "money"         text                     NOT NULL DEFAULT 'held'::text,
  "moves"         integer                  NOT NULL DEFAULT 0,
  "risks"         text[]                   NOT NULL DEFAULT '{}'::text[],
  "message_id"    bigint,
  "attempts"      integer                  NOT NULL DEFAULT 0,
  "last_error"    text,
  "is_uncertain"  boolean                  NOT NULL DEFAULT false,
  "first_sent_at" timestamp with time zone,
  "batch_id"      text,
  "item_id"       text,
  "fee_cents"     bigint,
  "version_at"    timestamp with time zone NOT NULL DEFAULT '-infinity'::timestamp WITH time zone,
  CONSTRAINT "payout_batch_id_check" CHECK (((char_length(batch_id) >= 1) AND (char_length(batch_id) <= 120))),
  CONSTRAINT "payout_batch_id_key" UNIQUE (batch_id),
  CONSTRAINT "payout_fee_cents_check" CHECK ((fee_cents >= 0)),
  CONSTRAINT "payout_item_id_check" CHECK (((char_length(item_id) >= 1) AND (char_length(item_id) <= 120))),
  CONSTRAINT "payout_item_id_key" UNIQUE (item_id),
  CONSTRAINT "payout_last_error_check" CHECK ((char_length(last_error) <= 2000)),
  CONSTRAINT "payout_money_check" CHECK ((money = ANY (ARRAY['held'::text, 'paid_out'::text, 'returned'::text]))),
  CONSTRAINT "payout_pkey" PRIMARY KEY (cashout_id),
  CONSTRAINT "payout_risks_check" CHECK ((risks <@ ARRAY['amount'::text, 'new_account'::text, 'flagged_referral'::text, 'shared_receiver'::text])),
  CONSTRAINT "payout_cashout_id_fkey" FOREIGN KEY (cashout_id) REFERENCES public.cashouts(id) ON DELETE RESTRICT
);

ALTER TABLE "private"."payout"
  ENABLE ROW LEVEL SECURITY;

COMMENT ON COLUMN "private"."payout"."is_uncertain" IS 'It was asked for and no answer was kept: a refusal proves nothing any more.';

COMMENT ON COLUMN "private"."payout"."money" IS 'Where the money is, as the ledger has it.';

COMMENT ON COLUMN "private"."payout"."moves" IS 'How often it was moved: numbers the transfers.';

COMMENT ON COLUMN "private"."payout"."risks" IS 'Why an admin had to decide; empty: nobody had to.';

COMMENT ON TABLE "private"."payout" IS 'What the platform knows of a cashout, and the person need not.';
