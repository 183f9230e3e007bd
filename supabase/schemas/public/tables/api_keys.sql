-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "public"."api_keys" (
  "id"                  uuid                     NOT NULL DEFAULT gen_random_uuid(),
  "user_id"             uuid                     NOT NULL,
  "name"                text                     NOT NULL,
  "prefix"              text                     NOT NULL,
  "scopes"              text[]                   NOT NULL,
  "requests_per_minute" integer,
  "monthly_credits"     bigint,
  "created_at"          timestamp with time zone NOT NULL DEFAULT now(),
  "expires_at"          timestamp with time zone,
  "revoked_at"          timestamp with time zone,
  "last_used_at"        timestamp with time zone,
  CONSTRAINT "api_keys_monthly_credits_check" CHECK (((monthly_credits >= 1) AND (monthly_credits <= 1000000000))),
  CONSTRAINT "api_keys_name_check" CHECK (((char_length(name) >= 1) AND (char_length(name) <= 80))),
  CONSTRAINT "api_keys_pkey" PRIMARY KEY (id),
  CONSTRAINT "api_keys_prefix_check" CHECK ((prefix ~ '^parley_sk_[A-Za-z0-9_-]{6}$'::text)),
  CONSTRAINT "api_keys_requests_per_minute_check" CHECK (((requests_per_minute >= 1) AND (requests_per_minute <= 100000))),
  CONSTRAINT "api_keys_scopes_check" CHECK (((scopes <@ ARRAY['completions'::text, 'models'::text]) AND ((cardinality(scopes) >= 1) AND (cardinality(scopes) <= 2)))),
  CONSTRAINT "api_keys_user_id_fkey" FOREIGN KEY (user_id) REFERENCES public.profiles(id) ON DELETE CASCADE
);

ALTER TABLE "public"."api_keys"
  ENABLE ROW LEVEL SECURITY;

CREATE INDEX api_keys_user_id_idx ON public.api_keys USING btree (user_id, created_at DESC);

CREATE POLICY "Active people name and limit their own keys" ON "public"."api_keys"
  FOR UPDATE
  TO "authenticated"
  USING (((user_id = ( SELECT auth.uid() AS uid)) AND ( SELECT private.is_active() AS is_active)))
  WITH CHECK (((user_id = ( SELECT auth.uid() AS uid)) AND ( SELECT private.is_active() AS is_active)));

CREATE POLICY "People read their own keys" ON "public"."api_keys"
  FOR SELECT
  TO "authenticated"
  USING ((user_id = ( SELECT auth.uid() AS uid)));

COMMENT ON COLUMN "public"."api_keys"."last_used_at" IS 'To the minute.';

COMMENT ON COLUMN "public"."api_keys"."monthly_credits" IS 'What it may spend in a month of the UTC calendar; null: as the wallet.';

COMMENT ON COLUMN "public"."api_keys"."prefix" IS 'How the secret begins, to tell keys apart.';

COMMENT ON COLUMN "public"."api_keys"."requests_per_minute" IS 'A rolling window; null: as the plan.';

COMMENT ON TABLE "public"."api_keys" IS 'Keys of people''s own programs, without their secrets.';

REVOKE ALL ON TABLE "public"."api_keys" FROM "authenticated";

REVOKE ALL ("monthly_credits") ON TABLE "public"."api_keys" FROM "authenticated";

GRANT UPDATE ("monthly_credits") ON TABLE "public"."api_keys" TO "authenticated";

REVOKE ALL ("name") ON TABLE "public"."api_keys" FROM "authenticated";

GRANT UPDATE ("name") ON TABLE "public"."api_keys" TO "authenticated";

REVOKE ALL ("requests_per_minute") ON TABLE "public"."api_keys" FROM "authenticated";

GRANT UPDATE ("requests_per_minute") ON TABLE "public"."api_keys" TO "authenticated";

GRANT SELECT ON TABLE "public"."api_keys" TO "authenticated";

REVOKE ALL ON TABLE "public"."api_keys" FROM "service_role";

GRANT SELECT ON TABLE "public"."api_keys" TO "service_role";

REVOKE ALL ON TABLE "public"."api_keys" FROM "anon";
