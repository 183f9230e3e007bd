-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "private"."payment_line" (
  "payment_id" uuid                     NOT NULL,
  "nr"         integer                  NOT NULL,
  "plan"       text                     NOT NULL,
  "starts_at"  timestamp with time zone NOT NULL,
  "ends_at"    timestamp with time zone NOT NULL,
  "anchor_at"  timestamp with time zone NOT NULL,
  CONSTRAINT "payment_line_ends_at_check" CHECK ((ends_at > starts_at)),
  CONSTRAINT "payment_line_pkey" PRIMARY KEY (payment_id, nr),
  CONSTRAINT "payment_line_plan_check" CHECK (((char_length(plan) >= 1) AND (char_length(plan) <= 40))),
  CONSTRAINT "payment_line_payment_id_fkey" FOREIGN KEY (payment_id) REFERENCES public.payments(id) ON DELETE CASCADE
);

ALTER TABLE "private"."payment_line"
  ENABLE ROW LEVEL SECURITY;

COMMENT ON COLUMN "private"."payment_line"."anchor_at" IS 'Where the subscription''s periods are counted from; after its start within a trial.';

COMMENT ON TABLE "private"."payment_line" IS 'The time of a plan that a payment of a subscription buys.';
