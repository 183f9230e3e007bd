-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "public"."credit_packs" (
  "slug"         text    NOT NULL,
  "name"         text    NOT NULL,
  "credits"      bigint  NOT NULL,
  "amount_cents" integer NOT NULL,
  "currency"     text    NOT NULL,
  "state"        text    NOT NULL DEFAULT 'offered'::text,
  CONSTRAINT "credit_packs_amount_cents_check" CHECK (((amount_cents >= 1) AND (amount_cents <= 100000000))),
  CONSTRAINT "credit_packs_credits_check" CHECK (((credits >= 1) AND (credits <= 1000000000))),
  CONSTRAINT "credit_packs_currency_check" CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  CONSTRAINT "credit_packs_name_check" CHECK (((char_length(name) >= 1) AND (char_length(name) <= 60))),
  CONSTRAINT "credit_packs_pkey" PRIMARY KEY (slug),
  CONSTRAINT "credit_packs_slug_check" CHECK (((slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text) AND (char_length(slug) <= 40))),
  CONSTRAINT "credit_packs_state_check" CHECK ((state = ANY (ARRAY['offered'::text, 'retired'::text])))
);

ALTER TABLE "public"."credit_packs"
  ENABLE ROW LEVEL SECURITY;

CREATE POLICY "Visitors and people read the credit packs on offer" ON "public"."credit_packs"
  FOR SELECT
  TO "anon", "authenticated"
  USING ((state = 'offered'::text));

COMMENT ON TABLE "public"."credit_packs" IS 'Credits that one can buy; they never expire.';

REVOKE ALL ON TABLE "public"."credit_packs" FROM "anon";

GRANT SELECT ON TABLE "public"."credit_packs" TO "anon";

REVOKE ALL ON TABLE "public"."credit_packs" FROM "authenticated";

GRANT SELECT ON TABLE "public"."credit_packs" TO "authenticated";

REVOKE ALL ON TABLE "public"."credit_packs" FROM "service_role";

GRANT SELECT ON TABLE "public"."credit_packs" TO "service_role";
