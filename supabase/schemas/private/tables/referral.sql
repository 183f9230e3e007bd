-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "private"."referral" (
  "id"              uuid                     NOT NULL DEFAULT gen_random_uuid(),
  "referrer_id"     uuid,
  "invited_id"      uuid,
  "invited_credits" bigint                   NOT NULL,
  "referrer_cents"  bigint                   NOT NULL,
  "condition"       text                     NOT NULL,
  "state"           text                     NOT NULL DEFAULT 'pending'::text,
  "is_due"          boolean                  NOT NULL DEFAULT false,
  "is_flagged"      boolean                  NOT NULL DEFAULT false,
  "grants"          integer                  NOT NULL DEFAULT 0,
  "created_at"      timestamp with time zone NOT NULL DEFAULT now(),
  "verified_at"     timestamp with time zone,
  "rewarded_at"     timestamp with time zone,
  CONSTRAINT "referral_condition_check" CHECK ((condition = ANY (ARRAY['email'::text, 'payment'::text]))),
  CONSTRAINT "referral_invited_credits_check" CHECK ((invited_credits >= 0)),
  CONSTRAINT "referral_invited_id_key" UNIQUE (invited_id),
  CONSTRAINT "referral_is_flagged_check" CHECK (((NOT is_flagged) OR (state = 'rewarded'::text))),
  CONSTRAINT "referral_pkey" PRIMARY KEY (id),
  CONSTRAINT "referral_referrer_cents_check" CHECK ((referrer_cents >= 0)),
  CONSTRAINT "referral_referrer_id_check" CHECK ((referrer_id <> invited_id)),
  CONSTRAINT "referral_rewarded_at_check" CHECK (((rewarded_at IS NULL) = (grants = 0))),
  CONSTRAINT "referral_state_check" CHECK ((state = ANY (ARRAY['pending'::text, 'review'::text, 'rewarded'::text, 'refused'::text, 'reversed'::text]))),
  CONSTRAINT "referral_verified_at_check" CHECK (((state = 'pending'::text) = (verified_at IS NULL))),
  CONSTRAINT "referral_invited_id_fkey" FOREIGN KEY (invited_id) REFERENCES public.profiles(id) ON DELETE SET NULL,
  CONSTRAINT "referral_referrer_id_fkey" FOREIGN KEY (referrer_id) REFERENCES public.profiles(id) ON DELETE SET NULL
);

ALTER TABLE "private"."referral"
  ENABLE ROW LEVEL SECURITY;

CREATE INDEX referral_flagged_idx ON private.referral USING btree (referrer_id)
  WHERE is_flagged;

CREATE INDEX referral_is_due_idx ON private.referral USING btree (id)
  WHERE is_due;

CREATE INDEX referral_referrer_id_idx ON private.referral USING btree (referrer_id, created_at DESC);

CREATE INDEX referral_rewarded_at_idx ON private.referral USING btree (referrer_id, rewarded_at)
  WHERE ((state = 'rewarded'::text) AND (referrer_cents > 0));

CREATE INDEX referral_state_idx ON private.referral USING btree (id)
  WHERE (state = 'review'::text);

CREATE INDEX referral_verified_at_idx ON private.referral USING btree (verified_at)
  WHERE (verified_at IS NOT NULL);

CREATE TRIGGER referral_refuse_rename
  BEFORE UPDATE OF referrer_id, invited_id ON private.referral
  FOR EACH ROW
  WHEN ((((new.referrer_id IS NOT NULL) AND (new.referrer_id IS DISTINCT FROM old.referrer_id)) OR ((new.invited_id IS
    NOT NULL) AND (new.invited_id IS DISTINCT FROM old.invited_id))))
  EXECUTE FUNCTION private.ledger_refuse();

CREATE TRIGGER referral_refuse
  BEFORE DELETE ON private.referral
  FOR EACH ROW
  EXECUTE FUNCTION private.ledger_refuse();

COMMENT ON COLUMN "private"."referral"."grants" IS 'How often it was rewarded: numbers the transfers.';

COMMENT ON COLUMN "private"."referral"."is_due" IS 'Something of the condition has changed: a job looks at it.';

COMMENT ON COLUMN "private"."referral"."is_flagged" IS 'Rewarded, but doubted since: cashouts of the referrer need an admin.';

COMMENT ON COLUMN "private"."referral"."referrer_cents" IS 'What the referrer gets; 0 once a cap or a lost account has decided so.';

COMMENT ON TABLE "private"."referral" IS 'Who was invited by whom, and what was promised for it.';
