-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "private"."provider_price" (
  "provider"            text    NOT NULL,
  "is_live"             boolean NOT NULL,
  "provider_id"         text    NOT NULL,
  "provider_product_id" text    NOT NULL,
  "kind"                text    NOT NULL,
  "item"                text    NOT NULL,
  "amount_cents"        integer NOT NULL,
  "currency"            text    NOT NULL,
  "billing"             text    NOT NULL,
  "state"               text    NOT NULL DEFAULT 'offered'::text,
  CONSTRAINT "provider_price_amount_cents_check" CHECK (((amount_cents >= 1) AND (amount_cents <= 100000000))),
  CONSTRAINT "provider_price_currency_check" CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  CONSTRAINT "provider_price_item_check" CHECK (((char_length(item) >= 1) AND (char_length(item) <= 40))),
  CONSTRAINT "provider_price_kind_check" CHECK (
CASE kind
    WHEN 'subscription'::text THEN (billing = ANY (ARRAY['month'::text, 'year'::text]))
    WHEN 'pass'::text THEN (billing = 'once'::text)
    WHEN 'pack'::text THEN (billing = 'once'::text)
    ELSE false
END),
  CONSTRAINT "provider_price_pkey" PRIMARY KEY (PROVIDER, provider_id),
  CONSTRAINT "provider_price_provider_check" CHECK ((provider = ANY (ARRAY['stripe'::text, 'lemonsqueezy'::text]))),
  CONSTRAINT "provider_price_provider_id_check" CHECK (((char_length(provider_id) >= 1) AND (char_length(provider_id) <= 120))),
  CONSTRAINT "provider_price_provider_product_id_check" CHECK (((char_length(provider_product_id) >= 1) AND (char_length(provider_product_id) <= 120))),
  CONSTRAINT "provider_price_state_check" CHECK ((state = ANY (ARRAY['offered'::text, 'retired'::text])))
);

ALTER TABLE "private"."provider_price"
  ENABLE ROW LEVEL SECURITY;

CREATE UNIQUE INDEX provider_price_offered_idx ON private.provider_price USING btree (PROVIDER, is_live, kind, item)
  WHERE (state = 'offered'::text);

COMMENT ON TABLE "private"."provider_price" IS 'What a provider sells for us: a plan by subscription, a pass, or a pack of credits.';
