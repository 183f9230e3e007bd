-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "public"."action_prices" (
  "action"  text   NOT NULL,
  "pricing" text   NOT NULL,
  "credits" bigint,
  "per"     bigint,
  CONSTRAINT "action_prices_action_fkey" FOREIGN KEY (action) REFERENCES private.action_kind(action) ON DELETE RESTRICT,
  CONSTRAINT "action_prices_credits_check" CHECK (((credits >= 0) AND (credits <= 1000000000))),
  CONSTRAINT "action_prices_per_check" CHECK (((per >= 1) AND (per <= 1000000000))),
  CONSTRAINT "action_prices_pkey" PRIMARY KEY (action),
  CONSTRAINT "action_prices_pricing_check" CHECK (
CASE pricing
    WHEN 'fixed'::text THEN ((credits IS NOT NULL) AND (per IS NOT NULL))
    WHEN 'metered'::text THEN ((credits IS NULL) AND (per IS NULL))
    ELSE false
END)
);

ALTER TABLE "public"."action_prices"
  ENABLE ROW LEVEL SECURITY;

CREATE POLICY "Visitors and people read the prices of actions" ON "public"."action_prices"
  FOR SELECT
  TO "anon", "authenticated"
  USING (true);

COMMENT ON TABLE "public"."action_prices" IS 'What an AI action costs: credits for each so many units begun, or metered.';

REVOKE ALL ON TABLE "public"."action_prices" FROM "anon";

GRANT SELECT ON TABLE "public"."action_prices" TO "anon";

REVOKE ALL ON TABLE "public"."action_prices" FROM "authenticated";

GRANT SELECT ON TABLE "public"."action_prices" TO "authenticated";

REVOKE ALL ON TABLE "public"."action_prices" FROM "service_role";

GRANT SELECT ON TABLE "public"."action_prices" TO "service_role";
