-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "public"."referrers" (
  "user_id"      uuid   NOT NULL,
  "code"         text   NOT NULL,
  "clicks"       bigint NOT NULL DEFAULT 0,
  "sign_ups"     bigint NOT NULL DEFAULT 0,
  "verified"     bigint NOT NULL DEFAULT 0,
  "rewarded"     bigint NOT NULL DEFAULT 0,
  "earned_cents" bigint NOT NULL DEFAULT 0,
  "paid_cents"   bigint NOT NULL DEFAULT 0,
  CONSTRAINT "referrers_clicks_check" CHECK ((clicks >= 0)),
  CONSTRAINT "referrers_code_check" CHECK ((code ~ '^[2-9A-HJ-NP-Z]{8}$'::text)),
  CONSTRAINT "referrers_code_key" UNIQUE (code),
  CONSTRAINT "referrers_earned_cents_check" CHECK ((earned_cents >= 0)),
  CONSTRAINT "referrers_paid_cents_check" CHECK ((paid_cents >= 0)),
  CONSTRAINT "referrers_pkey" PRIMARY KEY (user_id),
  CONSTRAINT "referrers_rewarded_check" CHECK (((rewarded >= 0) AND (rewarded <= verified))),
  CONSTRAINT "referrers_user_id_fkey" FOREIGN KEY (user_id) REFERENCES public.profiles(id) ON DELETE CASCADE,
  CONSTRAINT "referrers_verified_check" CHECK (((verified >= 0) AND (verified <= sign_ups)))
);

ALTER TABLE "public"."referrers"
  ENABLE ROW LEVEL SECURITY;

CREATE INDEX referrers_rewarded_idx ON public.referrers USING btree (rewarded DESC, user_id)
  WHERE (rewarded > 0);

CREATE POLICY "People read their own code and counters and admins read all" ON "public"."referrers"
  FOR SELECT
  TO "authenticated"
  USING (((user_id = ( SELECT auth.uid() AS uid)) OR ( SELECT private.is_admin() AS is_admin)));

COMMENT ON COLUMN "public"."referrers"."earned_cents" IS 'US cents, without what was taken back.';

COMMENT ON COLUMN "public"."referrers"."paid_cents" IS 'US cents that cashouts have paid out.';

COMMENT ON COLUMN "public"."referrers"."rewarded" IS 'Of how many the reward stands now.';

COMMENT ON COLUMN "public"."referrers"."verified" IS 'How many met the condition of the reward.';

COMMENT ON TABLE "public"."referrers" IS 'Each person''s referral code, and what came of it.';

REVOKE ALL ON TABLE "public"."referrers" FROM "authenticated";

GRANT SELECT ON TABLE "public"."referrers" TO "authenticated";

REVOKE ALL ON TABLE "public"."referrers" FROM "anon", "service_role";
