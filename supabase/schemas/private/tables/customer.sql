-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "private"."customer" (
  "id"          uuid                     NOT NULL DEFAULT gen_random_uuid(),
  "user_id"     uuid,
  "provider"    text                     NOT NULL,
  "is_live"     boolean                  NOT NULL,
  "provider_id" text                     NOT NULL,
  "created_at"  timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT "customer_pkey" PRIMARY KEY (id),
  CONSTRAINT "customer_provider_check" CHECK ((provider = ANY (ARRAY['stripe'::text, 'lemonsqueezy'::text]))),
  CONSTRAINT "customer_provider_id_check" CHECK (((char_length(provider_id) >= 1) AND (char_length(provider_id) <= 120))),
  CONSTRAINT "customer_provider_provider_id_is_live_key" UNIQUE (PROVIDER, provider_id, is_live),
  CONSTRAINT "customer_user_id_provider_is_live_key" UNIQUE (user_id, PROVIDER, is_live),
  CONSTRAINT "customer_user_id_fkey" FOREIGN KEY (user_id) REFERENCES public.profiles(id) ON DELETE SET NULL
);

ALTER TABLE "private"."customer"
  ENABLE ROW LEVEL SECURITY;

CREATE TRIGGER customer_queue_departure
  AFTER UPDATE OF user_id ON private.customer
  FOR EACH ROW
  WHEN (((old.user_id IS NOT NULL) AND (new.user_id IS NULL)))
  EXECUTE FUNCTION private.queue_departure();

COMMENT ON TABLE "private"."customer" IS 'Who somebody is to a provider. Outlives the account.';
