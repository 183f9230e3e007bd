-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "public"."refunds" (
  "id"                  uuid                     NOT NULL DEFAULT gen_random_uuid(),
  "user_id"             uuid,
  "provider"            text                     NOT NULL,
  "provider_id"         text                     NOT NULL,
  "payment_provider_id" text                     NOT NULL,
  "amount_cents"        bigint                   NOT NULL,
  "currency"            text                     NOT NULL,
  "state"               text                     NOT NULL,
  "created_at"          timestamp with time zone NOT NULL,
  "version_at"          timestamp with time zone NOT NULL,
  CONSTRAINT "refunds_amount_cents_check" CHECK ((amount_cents > 0)),
  CONSTRAINT "refunds_currency_check" CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  CONSTRAINT "refunds_payment_provider_id_check" CHECK (((char_length(payment_provider_id) >= 1) AND (char_length(payment_provider_id) <= 120))),
  CONSTRAINT "refunds_pkey" PRIMARY KEY (id),
  CONSTRAINT "refunds_provider_check" CHECK ((provider = ANY (ARRAY['stripe'::text, 'lemonsqueezy'::text]))),
  CONSTRAINT "refunds_provider_id_check" CHECK (((char_length(provider_id) >= 1) AND (char_length(provider_id) <= 120))),
  CONSTRAINT "refunds_provider_provider_id_key" UNIQUE (PROVIDER, provider_id),
  CONSTRAINT "refunds_state_check" CHECK ((state = ANY (ARRAY['pending'::text, 'succeeded'::text, 'failed'::text]))),
  CONSTRAINT "refunds_user_id_fkey" FOREIGN KEY (user_id) REFERENCES public.profiles(id) ON DELETE SET NULL
);

ALTER TABLE "public"."refunds"
  ENABLE ROW LEVEL SECURITY;

CREATE INDEX refunds_payment_provider_id_idx ON public.refunds USING btree (PROVIDER, payment_provider_id);

CREATE INDEX refunds_user_id_idx ON public.refunds USING btree (user_id);

CREATE POLICY "People read their own refunds and admins read all" ON "public"."refunds"
  FOR SELECT
  TO "authenticated"
  USING (((user_id = ( SELECT auth.uid() AS uid)) OR ( SELECT private.is_admin() AS is_admin)));

COMMENT ON TABLE "public"."refunds" IS 'What was paid back of a payment.';

REVOKE ALL ON TABLE "public"."refunds" FROM "authenticated";

GRANT SELECT ON TABLE "public"."refunds" TO "authenticated";

REVOKE ALL ON TABLE "public"."refunds" FROM "service_role";

GRANT SELECT ON TABLE "public"."refunds" TO "service_role";

REVOKE ALL ON TABLE "public"."refunds" FROM "anon";
