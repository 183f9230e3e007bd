-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "private"."provider_failure" (
  "id"         bigint                   GENERATED ALWAYS AS IDENTITY NOT NULL,
  "provider"   text                     NOT NULL,
  "model"      text                     NOT NULL,
  "reason"     text,
  "created_at" timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT "provider_failure_model_check" CHECK (((char_length(model) >= 1) AND (char_length(model) <= 100))),
  CONSTRAINT "provider_failure_pkey" PRIMARY KEY (id),
  CONSTRAINT "provider_failure_provider_check" CHECK (((char_length(provider) >= 1) AND (char_length(provider) <= 40))),
  CONSTRAINT "provider_failure_reason_check" CHECK ((char_length(reason) <= 60))
);

ALTER TABLE "private"."provider_failure"
  ENABLE ROW LEVEL SECURITY;

CREATE INDEX provider_failure_provider_created_at_idx ON private.provider_failure USING btree (PROVIDER, created_at DESC);

COMMENT ON TABLE "private"."provider_failure" IS 'Calls in which a provider failed; kept for a week.';
