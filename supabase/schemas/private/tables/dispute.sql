-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "private"."dispute" (
  "id"                  uuid                     NOT NULL DEFAULT gen_random_uuid(),
  "provider"            text                     NOT NULL,
  "provider_id"         text                     NOT NULL,
  "payment_provider_id" text                     NOT NULL,
  "amount_cents"        bigint                   NOT NULL,
  "currency"            text                     NOT NULL,
  "reason"              text                     NOT NULL,
  "state"               text                     NOT NULL,
  "created_at"          timestamp with time zone NOT NULL,
  "version_at"          timestamp with time zone NOT NULL,
  CONSTRAINT "dispute_amount_cents_check" CHECK ((amount_cents > 0)),
  CONSTRAINT "dispute_currency_check" CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  CONSTRAINT "dispute_payment_provider_id_check" CHECK (((char_length(payment_provider_id) >= 1) AND (char_length(payment_provider_id) <= 120))),
  CONSTRAINT "dispute_pkey" PRIMARY KEY (id),
  CONSTRAINT "dispute_provider_check" CHECK ((provider = ANY (ARRAY['stripe'::text, 'lemonsqueezy'::text]))),
  CONSTRAINT "dispute_provider_id_check" CHECK (((char_length(provider_id) >= 1) AND (char_length(provider_id) <= 120))),
  CONSTRAINT "dispute_provider_provider_id_key" UNIQUE (PROVIDER, provider_id),
  CONSTRAINT "dispute_reason_check" CHECK (((char_length(reason) >= 1) AND (char_length(reason) <= 60))),
  CONSTRAINT "dispute_state_check" CHECK ((state = ANY (ARRAY['open'::text, 'won'::text, 'lost'::text])))
);

ALTER TABLE "private"."dispute"
  ENABLE ROW LEVEL SECURITY;

CREATE INDEX dispute_payment_provider_id_idx ON private.dispute USING btree (PROVIDER, payment_provider_id);

COMMENT ON TABLE "private"."dispute" IS 'What a bank took back of a payment, for good or for now.';
