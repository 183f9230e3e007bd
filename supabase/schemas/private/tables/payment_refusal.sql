-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "private"."payment_refusal" (
  "provider" text                     NOT NULL,
  "reason"   text                     NOT NULL,
  "day"      date                     NOT NULL,
  "count"    bigint                   NOT NULL,
  "last_at"  timestamp with time zone NOT NULL,
  CONSTRAINT "payment_refusal_pkey" PRIMARY KEY (PROVIDER, reason, day),
  CONSTRAINT "payment_refusal_provider_check" CHECK ((provider = ANY (ARRAY['stripe'::text, 'lemonsqueezy'::text, 'paypal'::text]))),
  CONSTRAINT "payment_refusal_reason_check"
    CHECK ((reason = ANY (ARRAY['unsigned'::text, 'bad_signature'::text, 'too_old'::text, 'too_large'::text, 'foreign_mode'::text, 'malformed'::text])))
);

ALTER TABLE "private"."payment_refusal"
  ENABLE ROW LEVEL SECURITY;

COMMENT ON TABLE "private"."payment_refusal" IS 'How many deliveries were refused, by reason and UTC day.';
