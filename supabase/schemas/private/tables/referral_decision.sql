-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "private"."referral_decision" (
  "id"          bigint                   GENERATED ALWAYS AS IDENTITY NOT NULL,
  "referral_id" uuid,
  "user_id"     uuid,
  "code"        text,
  "decision"    text                     NOT NULL,
  "reason"      text                     NOT NULL,
  "details"     jsonb                    NOT NULL DEFAULT '{}'::jsonb,
  "created_at"  timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT "referral_decision_code_check" CHECK ((char_length(code) <= 40)),
  CONSTRAINT "referral_decision_decision_check"
    CHECK ((decision = ANY (ARRAY['taken'::text, 'not_taken'::text, 'rewarded'::text, 'review'::text, 'refused'::text, 'reversed'::text, 'flagged'::text, 'cleared'::text]))),
  CONSTRAINT "referral_decision_details_check" CHECK ((octet_length((details)::text) <= 4000)),
  CONSTRAINT "referral_decision_pkey" PRIMARY KEY (id),
  CONSTRAINT "referral_decision_reason_check"
    CHECK
    ((reason = ANY (ARRAY['code_taken'::text, 'unknown_code'::text, 'self'::text, 'already_invited'::text, 'circle'::text, 'window_over'::text, 'no_rewards'::text,
    'condition_holds'::text,
    'disposable_email'::text,
    'same_mailbox'::text,
    'same_device'::text,
    'same_address'::text,
    'same_payer'::text, 'same_payee'::text, 'daily_cap'::text, 'total_cap'::text, 'referrer_gone'::text, 'payment_reversed'::text, 'payment_restored'::text, 'admin'::text]))),
  CONSTRAINT "referral_decision_referral_id_fkey" FOREIGN KEY (referral_id) REFERENCES private.referral(id) ON DELETE RESTRICT
);

ALTER TABLE "private"."referral_decision"
  ENABLE ROW LEVEL SECURITY;

CREATE INDEX referral_decision_referral_id_idx ON private.referral_decision USING btree (referral_id, id);

CREATE INDEX referral_decision_user_id_idx ON private.referral_decision USING btree (user_id, created_at);

CREATE TRIGGER referral_decision_refuse_truncate
  BEFORE TRUNCATE ON private.referral_decision
  FOR EACH STATEMENT
  EXECUTE FUNCTION private.ledger_refuse();

CREATE TRIGGER referral_decision_refuse
  BEFORE DELETE OR UPDATE ON private.referral_decision
  FOR EACH ROW
  EXECUTE FUNCTION private.ledger_refuse();

COMMENT ON COLUMN "private"."referral_decision"."user_id" IS 'The invited person.';

COMMENT ON TABLE "private"."referral_decision" IS 'Each decision about a code or a referral: what, why, and the facts it was made by.';
