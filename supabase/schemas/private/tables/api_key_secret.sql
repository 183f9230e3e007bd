-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "private"."api_key_secret" (
  "secret_hash" text NOT NULL,
  "api_key_id"  uuid NOT NULL,
  CONSTRAINT "api_key_secret_api_key_id_key" UNIQUE (api_key_id),
  CONSTRAINT "api_key_secret_pkey" PRIMARY KEY (secret_hash),
  CONSTRAINT "api_key_secret_secret_hash_check" CHECK ((secret_hash ~ '^[0-9a-f]{64}$'::text)),
  CONSTRAINT "api_key_secret_api_key_id_fkey" FOREIGN KEY (api_key_id) REFERENCES public.api_keys(id) ON DELETE CASCADE
);

ALTER TABLE "private"."api_key_secret"
  ENABLE ROW LEVEL SECURITY;

COMMENT ON TABLE "private"."api_key_secret" IS 'SHA-256 of the secret of a key, which is not kept.';
