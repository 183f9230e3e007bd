-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "public"."subscriptions" (
  "id"               uuid                     NOT NULL DEFAULT gen_random_uuid(),
  "user_id"          uuid,
  "customer_id"      uuid                     NOT NULL,
  "provider"         text                     NOT NULL,
  "provider_id"      text                     NOT NULL,
  "provider_item_id" text,
  "price_id"         text                     NOT NULL,
  "plan"             text                     NOT NULL,
  "state"            text                     NOT NULL,
  "amount_cents"     bigint                   NOT NULL,
  "currency"         text                     NOT NULL,
  "billing"          text                     NOT NULL,
  "period_starts_at" timestamp with time zone NOT NULL,
  "period_ends_at"   timestamp with time zone NOT NULL,
  "started_at"       timestamp with time zone NOT NULL,
  "trial_ends_at"    timestamp with time zone,
  "cancel_at"        timestamp with time zone,
  "ended_at"         timestamp with time zone,
  "next_plan"        text,
  "next_plan_at"     timestamp with time zone,
  "version_at"       timestamp with time zone NOT NULL,
  CONSTRAINT "subscriptions_amount_cents_check" CHECK ((amount_cents >= 0)),
  CONSTRAINT "subscriptions_billing_check" CHECK ((billing = ANY (ARRAY['month'::text, 'year'::text]))),
  CONSTRAINT "subscriptions_currency_check" CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  CONSTRAINT "subscriptions_customer_id_fkey" FOREIGN KEY (customer_id) REFERENCES private.customer(id) ON DELETE RESTRICT,
  CONSTRAINT "subscriptions_ended_at_check" CHECK (((ended_at IS NULL) OR (state = ANY (ARRAY['canceled'::text, 'expired'::text])))),
  CONSTRAINT "subscriptions_next_plan_check" CHECK (((next_plan IS NULL) = (next_plan_at IS NULL))),
  CONSTRAINT "subscriptions_period_ends_at_check" CHECK ((period_ends_at >= period_starts_at)),
  CONSTRAINT "subscriptions_pkey" PRIMARY KEY (id),
  CONSTRAINT "subscriptions_plan_check" CHECK (((char_length(plan) >= 1) AND (char_length(plan) <= 40))),
  CONSTRAINT "subscriptions_price_id_check" CHECK (((char_length(price_id) >= 1) AND (char_length(price_id) <= 120))),
  CONSTRAINT "subscriptions_provider_check" CHECK ((provider = ANY (ARRAY['stripe'::text, 'lemonsqueezy'::text]))),
  CONSTRAINT "subscriptions_provider_id_check" CHECK (((char_length(provider_id) >= 1) AND (char_length(provider_id) <= 120))),
  CONSTRAINT "subscriptions_provider_item_id_check" CHECK (((char_length(provider_item_id) >= 1) AND (char_length(provider_item_id) <= 120))),
  CONSTRAINT "subscriptions_provider_provider_id_key" UNIQUE (PROVIDER, provider_id),
  CONSTRAINT "subscriptions_state_check"
    CHECK ((state = ANY (ARRAY['incomplete'::text, 'trialing'::text, 'active'::text, 'past_due'::text, 'unpaid'::text, 'paused'::text, 'canceled'::text, 'expired'::text]))),
  CONSTRAINT "subscriptions_user_id_fkey" FOREIGN KEY (user_id) REFERENCES public.profiles(id) ON DELETE SET NULL
);

ALTER TABLE "public"."subscriptions"
  ENABLE ROW LEVEL SECURITY;

CREATE INDEX subscriptions_customer_id_idx ON public.subscriptions USING btree (customer_id);

CREATE INDEX subscriptions_user_id_idx ON public.subscriptions USING btree (user_id);

CREATE POLICY "People read their own subscriptions and admins read all" ON "public"."subscriptions"
  FOR SELECT
  TO "authenticated"
  USING (((user_id = ( SELECT auth.uid() AS uid)) OR ( SELECT private.is_admin() AS is_admin)));

COMMENT ON COLUMN "public"."subscriptions"."cancel_at" IS 'When it will end by itself; null if never.';

COMMENT ON COLUMN "public"."subscriptions"."version_at" IS 'When this version was read from the provider: an older one never replaces it.';

COMMENT ON TABLE "public"."subscriptions" IS 'What recurs, as its provider described it last.';

REVOKE ALL ON TABLE "public"."subscriptions" FROM "authenticated";

GRANT SELECT ON TABLE "public"."subscriptions" TO "authenticated";

REVOKE ALL ON TABLE "public"."subscriptions" FROM "service_role";

GRANT SELECT ON TABLE "public"."subscriptions" TO "service_role";

REVOKE ALL ON TABLE "public"."subscriptions" FROM "anon";
