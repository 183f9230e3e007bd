-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "public"."orders" (
  "id"           uuid                     NOT NULL DEFAULT gen_random_uuid(),
  "user_id"      uuid,
  "client_key"   text                     NOT NULL,
  "provider"     text                     NOT NULL,
  "is_live"      boolean                  NOT NULL,
  "kind"         text                     NOT NULL,
  "item"         text                     NOT NULL,
  "price_id"     text                     NOT NULL,
  "credits"      bigint                   NOT NULL,
  "amount_cents" integer                  NOT NULL,
  "currency"     text                     NOT NULL,
  "trial_days"   integer,
  "state"        text                     NOT NULL DEFAULT 'open'::text,
  "checkout_id"  text,
  "checkout_url" text,
  "customer_id"  uuid,
  "created_at"   timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT "orders_checkout_id_check" CHECK (((char_length(checkout_id) >= 1) AND (char_length(checkout_id) <= 255))),
  CONSTRAINT "orders_checkout_url_check" CHECK (((char_length(checkout_url) >= 1) AND (char_length(checkout_url) <= 2000))),
  CONSTRAINT "orders_client_key_check" CHECK (((char_length(client_key) >= 1) AND (char_length(client_key) <= 100))),
  CONSTRAINT "orders_credits_check" CHECK ((credits >= 0)),
  CONSTRAINT "orders_currency_check" CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  CONSTRAINT "orders_customer_id_fkey" FOREIGN KEY (customer_id) REFERENCES private.customer(id) ON DELETE RESTRICT,
  CONSTRAINT "orders_item_check" CHECK (((char_length(item) >= 1) AND (char_length(item) <= 40))),
  CONSTRAINT "orders_kind_check" CHECK ((kind = ANY (ARRAY['subscription'::text, 'pass'::text, 'pack'::text]))),
  CONSTRAINT "orders_pkey" PRIMARY KEY (id),
  CONSTRAINT "orders_price_id_fkey" FOREIGN KEY (PROVIDER, price_id) REFERENCES private.provider_price(PROVIDER, provider_id) ON DELETE RESTRICT,
  CONSTRAINT "orders_provider_checkout_id_key" UNIQUE (PROVIDER, checkout_id),
  CONSTRAINT "orders_state_check" CHECK ((state = ANY (ARRAY['open'::text, 'complete'::text, 'expired'::text]))),
  CONSTRAINT "orders_user_id_client_key_key" UNIQUE (user_id, client_key),
  CONSTRAINT "orders_user_id_fkey" FOREIGN KEY (user_id) REFERENCES public.profiles(id) ON DELETE SET NULL
);

ALTER TABLE "public"."orders"
  ENABLE ROW LEVEL SECURITY;

CREATE INDEX orders_customer_id_idx ON public.orders USING btree (customer_id);

CREATE INDEX orders_price_id_idx ON public.orders USING btree (PROVIDER, price_id);

CREATE POLICY "People read their own orders" ON "public"."orders"
  FOR SELECT
  TO "authenticated"
  USING ((user_id = ( SELECT auth.uid() AS uid)));

COMMENT ON COLUMN "public"."orders"."customer_id" IS 'Who pays it, also when the account is gone before that is heard of.';

COMMENT ON TABLE "public"."orders" IS 'What somebody set out to buy, and on which terms.';

REVOKE ALL ON TABLE "public"."orders" FROM "authenticated";

GRANT SELECT ON TABLE "public"."orders" TO "authenticated";

REVOKE ALL ON TABLE "public"."orders" FROM "service_role";

GRANT SELECT ON TABLE "public"."orders" TO "service_role";

REVOKE ALL ON TABLE "public"."orders" FROM "anon";
