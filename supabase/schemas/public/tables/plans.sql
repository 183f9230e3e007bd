-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "public"."plans" (
  "slug"             text    NOT NULL,
  "name"             text    NOT NULL,
  "description"      text    NOT NULL,
  "rank"             integer NOT NULL,
  "is_default"       boolean NOT NULL DEFAULT false,
  "billing"          text    NOT NULL,
  "amount_cents"     integer NOT NULL DEFAULT 0,
  "currency"         text    NOT NULL,
  "pass_days"        integer,
  "trial_days"       integer,
  "credits"          bigint  NOT NULL DEFAULT 0,
  "rollover_periods" integer NOT NULL DEFAULT 0,
  "features"         text[]  NOT NULL DEFAULT '{}'::text[],
  "models"           text[],
  "state"            text    NOT NULL DEFAULT 'offered'::text,
  CONSTRAINT "plans_amount_cents_check" CHECK ((((amount_cents >= 0) AND (amount_cents <= 100000000)) AND ((amount_cents = 0) = (billing = 'free'::text)))),
  CONSTRAINT "plans_billing_check" CHECK ((billing = ANY (ARRAY['free'::text, 'month'::text, 'year'::text, 'once'::text]))),
  CONSTRAINT "plans_credits_check" CHECK (((credits >= 0) AND (credits <= 1000000000))),
  CONSTRAINT "plans_currency_check" CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  CONSTRAINT "plans_description_check" CHECK (((char_length(description) >= 1) AND (char_length(description) <= 300))),
  CONSTRAINT "plans_features_check"
    CHECK
    ((features <@ ARRAY['premium_characters'::text, 'own_characters'::text, 'voice'::text, 'speech'::text, 'images'::text, 'multimedia'::text, 'premium_galleries'::text,
    'api'::text,
    'analytics'::text, 'workflows'::text, 'integrations'::text, 'idea_batches'::text, 'fine_tuning'::text, 'priority_support'::text, 'service_level_agreement'::text])),
  CONSTRAINT "plans_is_default_check" CHECK (((NOT is_default) OR ((billing = 'free'::text) AND (state = 'offered'::text)))),
  CONSTRAINT "plans_models_check" CHECK (((cardinality(models) >= 1) AND (cardinality(models) <= 200))),
  CONSTRAINT "plans_name_check" CHECK (((char_length(name) >= 1) AND (char_length(name) <= 60))),
  CONSTRAINT "plans_pass_days_check" CHECK ((((billing = 'once'::text) = (pass_days IS NOT NULL)) AND ((pass_days >= 1) AND (pass_days <= 3660)))),
  CONSTRAINT "plans_pkey" PRIMARY KEY (slug),
  CONSTRAINT "plans_rank_check" CHECK (((rank >= 0) AND (rank <= 1000))),
  CONSTRAINT "plans_rollover_periods_check" CHECK (((rollover_periods >= 0) AND (rollover_periods <= 12))),
  CONSTRAINT "plans_slug_check" CHECK (((slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text) AND (char_length(slug) <= 40))),
  CONSTRAINT "plans_state_check" CHECK ((state = ANY (ARRAY['offered'::text, 'retired'::text]))),
  CONSTRAINT "plans_trial_days_check" CHECK (((trial_days IS NULL) OR ((billing = ANY (ARRAY['month'::text, 'year'::text])) AND ((trial_days >= 1) AND (trial_days <= 90)))))
);

ALTER TABLE "public"."plans"
  ENABLE ROW LEVEL SECURITY;

CREATE UNIQUE INDEX plans_is_default_idx ON public.plans USING btree (is_default)
  WHERE is_default;

CREATE POLICY "Visitors and people read the plans on offer" ON "public"."plans"
  FOR SELECT
  TO "anon", "authenticated"
  USING ((state = 'offered'::text));

COMMENT ON COLUMN "public"."plans"."credits" IS 'Plan credits each month, or for the whole of a pass.';

COMMENT ON COLUMN "public"."plans"."models" IS 'Ids of the models that may be used; null means all.';

COMMENT ON COLUMN "public"."plans"."rank" IS 'Of several plans a person has the one of highest rank.';

COMMENT ON COLUMN "public"."plans"."rollover_periods" IS 'For how many more periods unused plan credits stay.';

COMMENT ON TABLE "public"."plans" IS 'What one can have: the default plan, subscriptions and passes.';

REVOKE ALL ON TABLE "public"."plans" FROM "anon";

GRANT SELECT ON TABLE "public"."plans" TO "anon";

REVOKE ALL ON TABLE "public"."plans" FROM "authenticated";

GRANT SELECT ON TABLE "public"."plans" TO "authenticated";

REVOKE ALL ON TABLE "public"."plans" FROM "service_role";

GRANT SELECT ON TABLE "public"."plans" TO "service_role";
