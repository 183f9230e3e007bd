-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "private"."reward_rules" (
  "id"              boolean NOT NULL DEFAULT true,
  "invited_credits" bigint  NOT NULL,
  "referrer_cents"  bigint  NOT NULL,
  "condition"       text    NOT NULL,
  "entry_days"      integer NOT NULL,
  "per_day"         integer NOT NULL,
  "in_total"        integer NOT NULL,
  "minimum_cents"   bigint  NOT NULL,
  "automatic_cents" bigint  NOT NULL,
  "account_days"    integer NOT NULL,
  CONSTRAINT "reward_rules_account_days_check" CHECK (((account_days >= 0) AND (account_days <= 365))),
  CONSTRAINT "reward_rules_automatic_cents_check" CHECK (((automatic_cents >= 0) AND (automatic_cents <= 1000000))),
  CONSTRAINT "reward_rules_condition_check" CHECK ((condition = ANY (ARRAY['email'::text, 'payment'::text]))),
  CONSTRAINT "reward_rules_entry_days_check" CHECK (((entry_days >= 0) AND (entry_days <= 90))),
  CONSTRAINT "reward_rules_id_check" CHECK (id),
  CONSTRAINT "reward_rules_in_total_check" CHECK (((in_total >= 1) AND (in_total <= 10000000))),
  CONSTRAINT "reward_rules_invited_credits_check" CHECK (((invited_credits >= 0) AND (invited_credits <= 1000000))),
  CONSTRAINT "reward_rules_minimum_cents_check" CHECK (((minimum_cents >= 1) AND (minimum_cents <= 1000000))),
  CONSTRAINT "reward_rules_per_day_check" CHECK (((per_day >= 1) AND (per_day <= 100000))),
  CONSTRAINT "reward_rules_pkey" PRIMARY KEY (id),
  CONSTRAINT "reward_rules_referrer_cents_check" CHECK (((referrer_cents >= 0) AND (referrer_cents <= 100000)))
);

ALTER TABLE "private"."reward_rules"
  ENABLE ROW LEVEL SECURITY;

COMMENT ON COLUMN "private"."reward_rules"."account_days" IS 'How old an account must be for its cashouts to need no admin.';

COMMENT ON COLUMN "private"."reward_rules"."automatic_cents" IS 'Up to this amount a cashout without a risk needs no admin.';

COMMENT ON COLUMN "private"."reward_rules"."condition" IS 'What the invited person must have: a confirmed e-mail, or a payment that was not taken back.';

COMMENT ON COLUMN "private"."reward_rules"."entry_days" IS 'For how long after sign-up a code can still be entered.';

COMMENT ON COLUMN "private"."reward_rules"."per_day" IS 'How many referrals pay the referrer in a UTC day; in_total, ever.';

COMMENT ON TABLE "private"."reward_rules" IS 'The rules of the catalog for referrals and cashouts.';
