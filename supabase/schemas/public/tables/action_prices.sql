-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "public"."action_prices" (
  "action"  text   NOT NULL,
  "pricing" text   NOT NULL,
  "credits" bigint,
  "per"     bigint,
  "state"   text   NOT NULL DEFAULT 'offered'::text,
  CONSTRAINT "action_prices_action_fkey" FOREIGN KEY (action) REFERENCES private.action_kind(action) ON DELETE RESTRICT,
  CONSTRAINT "action_prices_credits_check" CHECK (((credits >= 0) AND (credits <= 1000000000))),
  CONSTRAINT "action_prices_per_check" CHECK (((per >= 1) AND (per <= 1000000000))),
  CONSTRAINT "action_prices_pkey" PRIMARY KEY (action),
  CONSTRAINT "action_prices_pricing_check" CHECK (
CASE pricing
    WHEN 'fixed'::text THEN ((credits IS NOT NULL) AND (per IS NOT NULL))
    WHEN 'metered'::text THEN ((credits IS NULL) AND (per IS NULL))
    ELSE false
END),
  CONSTRAINT "action_prices_state_check" CHECK ((state = ANY (ARRAY['offered'::text, 'retired'::text])))
);

ALTER TABLE "public"."action_prices"
  ENABLE ROW LEVEL SECURITY;

CREATE POLICY "Visitors and people read the prices of actions on offer" ON "public"."action_prices"
  FOR SELECT
  TO "anon", "authenticated"
  USING ((state = 'offered'::text));

COMMENT ON TABLE "public"."action_prices" IS 'What an AI action costs: credits for each so many units begun, or metered.';

REVOKE ALL ON TABLE "public"."action_prices" FROM "anon";

GRANT SELECT ON TABLE "public"."action_prices" TO "anon";

REVOKE ALL ON TABLE "public"."action_prices" FROM "authenticated";

GRANT SELECT ON TABLE "public"."action_prices" TO "authenticated";

REVOKE ALL ON TABLE "public"."action_prices" FROM "service_role";

GRANT SELECT ON TABLE "public"."action_prices" TO "service_role";
