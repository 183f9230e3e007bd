-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "public"."payments" (
  "id"                       uuid                     NOT NULL DEFAULT gen_random_uuid(),
  "user_id"                  uuid,
  "customer_id"              uuid                     NOT NULL,
  "provider"                 text                     NOT NULL,
  "provider_id"              text                     NOT NULL,
  "kind"                     text                     NOT NULL,
  "subscription_provider_id" text,
  "order_id"                 uuid,
  "item"                     text                     NOT NULL,
  "state"                    text                     NOT NULL,
  "reason"                   text                     NOT NULL,
  "amount_cents"             bigint                   NOT NULL,
  "collected_cents"          bigint,
  "tax_cents"                bigint                   NOT NULL,
  "currency"                 text                     NOT NULL,
  "reversed_cents"           bigint                   NOT NULL DEFAULT 0,
  "clawed_credits"           bigint                   NOT NULL DEFAULT 0,
  "undue_credits"            bigint                   NOT NULL DEFAULT 0,
  "reversals"                integer                  NOT NULL DEFAULT 0,
  "number"                   text,
  "url"                      text,
  "created_at"               timestamp with time zone NOT NULL,
  "paid_at"                  timestamp with time zone,
  "version_at"               timestamp with time zone NOT NULL,
  CONSTRAINT "payments_amount_cents_check" CHECK ((amount_cents >= 0)),
  CONSTRAINT "payments_clawed_credits_check" CHECK ((clawed_credits >= 0)),
  CONSTRAINT "payments_collected_cents_check" CHECK (((collected_cents >= 1) AND (collected_cents <= amount_cents))),
  CONSTRAINT "payments_currency_check" CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  CONSTRAINT "payments_customer_id_fkey" FOREIGN KEY (customer_id) REFERENCES private.customer(id) ON DELETE RESTRICT,
  CONSTRAINT "payments_item_check" CHECK (((char_length(item) >= 1) AND (char_length(item) <= 40))),
  CONSTRAINT "payments_kind_check" CHECK (
CASE kind
    WHEN 'subscription'::text THEN (subscription_provider_id IS NOT NULL)
    WHEN 'pass'::text THEN (order_id IS NOT NULL)
    WHEN 'pack'::text THEN (order_id IS NOT NULL)
    ELSE false
END),
  CONSTRAINT "payments_number_check" CHECK (((char_length(number) >= 1) AND (char_length(number) <= 100))),
  CONSTRAINT "payments_order_id_fkey" FOREIGN KEY (order_id) REFERENCES public.orders(id) ON DELETE RESTRICT,
  CONSTRAINT "payments_paid_at_check" CHECK (((state = 'paid'::text) = (paid_at IS NOT NULL))),
  CONSTRAINT "payments_pkey" PRIMARY KEY (id),
  CONSTRAINT "payments_provider_check" CHECK ((provider = ANY (ARRAY['stripe'::text, 'lemonsqueezy'::text]))),
  CONSTRAINT "payments_provider_id_check" CHECK (((char_length(provider_id) >= 1) AND (char_length(provider_id) <= 120))),
  CONSTRAINT "payments_provider_provider_id_key" UNIQUE (PROVIDER, provider_id),
  CONSTRAINT "payments_reason_check" CHECK ((reason = ANY (ARRAY['purchase'::text, 'first'::text, 'renewal'::text, 'change'::text, 'other'::text]))),
  CONSTRAINT "payments_reversed_cents_check" CHECK (((reversed_cents >= 0) AND (reversed_cents <= amount_cents))),
  CONSTRAINT "payments_state_check" CHECK ((state = ANY (ARRAY['open'::text, 'paid'::text, 'failed'::text, 'void'::text]))),
  CONSTRAINT "payments_subscription_provider_id_check" CHECK (((char_length(subscription_provider_id) >= 1) AND (char_length(subscription_provider_id) <= 120))),
  CONSTRAINT "payments_tax_cents_check" CHECK (((tax_cents >= 0) AND (tax_cents <= amount_cents))),
  CONSTRAINT "payments_undue_credits_check" CHECK ((undue_credits >= 0)),
  CONSTRAINT "payments_url_check" CHECK (((char_length(url) >= 1) AND (char_length(url) <= 2000))),
  CONSTRAINT "payments_user_id_fkey" FOREIGN KEY (user_id) REFERENCES public.profiles(id) ON DELETE SET NULL
);

ALTER TABLE "public"."payments"
  ENABLE ROW LEVEL SECURITY;

CREATE INDEX payments_customer_id_idx ON public.payments USING btree (customer_id);

CREATE INDEX payments_order_id_idx ON public.payments USING btree (order_id);

CREATE INDEX payments_subscription_provider_id_idx ON public.payments USING btree (PROVIDER, subscription_provider_id);

CREATE INDEX payments_user_id_idx ON public.payments USING btree (user_id, created_at DESC);

CREATE POLICY "People read their own payments and admins read all" ON "public"."payments"
  FOR SELECT
  TO "authenticated"
  USING (((user_id = ( SELECT auth.uid() AS uid)) OR ( SELECT private.is_admin() AS is_admin)));

COMMENT ON COLUMN "public"."payments"."clawed_credits" IS 'What was taken back of its credits.';

COMMENT ON COLUMN "public"."payments"."collected_cents" IS 'What was collected of it, where the rest was paid by the customer''s balance; null means all.';

COMMENT ON COLUMN "public"."payments"."reversals" IS 'How often reversed_cents has changed.';

COMMENT ON COLUMN "public"."payments"."reversed_cents" IS 'What is refunded or disputed of it, as far as that was taken into account.';

COMMENT ON COLUMN "public"."payments"."undue_credits" IS 'What was taken back beside that: of months granted before it was known that they are not due.';

COMMENT ON TABLE "public"."payments" IS 'Each invoice or one-time purchase, with taxes.';

REVOKE ALL ON TABLE "public"."payments" FROM "authenticated";

GRANT SELECT ON TABLE "public"."payments" TO "authenticated";

REVOKE ALL ON TABLE "public"."payments" FROM "service_role";

GRANT SELECT ON TABLE "public"."payments" TO "service_role";

REVOKE ALL ON TABLE "public"."payments" FROM "anon";
