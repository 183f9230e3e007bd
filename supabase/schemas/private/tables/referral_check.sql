-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "private"."referral_check" (
  "name"    text NOT NULL,
  "outcome" text NOT NULL,
  CONSTRAINT "referral_check_name_check"
    CHECK ((name = ANY (ARRAY['disposable_email'::text, 'same_mailbox'::text, 'same_device'::text, 'same_address'::text, 'same_payer'::text, 'same_payee'::text]))),
  CONSTRAINT "referral_check_outcome_check" CHECK ((outcome = ANY (ARRAY['off'::text, 'review'::text, 'refuse'::text]))),
  CONSTRAINT "referral_check_pkey" PRIMARY KEY (name)
);

ALTER TABLE "private"."referral_check"
  ENABLE ROW LEVEL SECURITY;

COMMENT ON TABLE "private"."referral_check" IS 'What a finding means for a referral: nothing, an admin decides, or it is refused.';
