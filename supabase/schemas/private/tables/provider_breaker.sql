-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "private"."provider_breaker" (
  "provider" text                     NOT NULL,
  "state"    text                     NOT NULL,
  "openings" integer                  NOT NULL DEFAULT 0,
  "moved_at" timestamp with time zone NOT NULL DEFAULT now(),
  "retry_at" timestamp with time zone,
  CONSTRAINT "provider_breaker_openings_check" CHECK ((((openings >= 0) AND (openings <= 30)) AND ((openings = 0) = (state = 'closed'::text)))),
  CONSTRAINT "provider_breaker_pkey" PRIMARY KEY (PROVIDER),
  CONSTRAINT "provider_breaker_provider_check" CHECK (((char_length(provider) >= 1) AND (char_length(provider) <= 40))),
  CONSTRAINT "provider_breaker_retry_at_check" CHECK (((retry_at IS NULL) = (state = 'closed'::text))),
  CONSTRAINT "provider_breaker_state_check" CHECK ((state = ANY (ARRAY['closed'::text, 'open'::text, 'half_open'::text])))
);

ALTER TABLE "private"."provider_breaker"
  ENABLE ROW LEVEL SECURITY;

COMMENT ON COLUMN "private"."provider_breaker"."moved_at" IS 'When it closed or opened. Reports of turns that began before say nothing new.';

COMMENT ON COLUMN "private"."provider_breaker"."openings" IS 'How often it was opened in a row.';

COMMENT ON COLUMN "private"."provider_breaker"."retry_at" IS 'From when on the next turn may try it.';

COMMENT ON TABLE "private"."provider_breaker" IS 'Whether a provider is asked or left alone.';
