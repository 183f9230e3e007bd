-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "private"."provider_sweep" (
  "provider" text                     NOT NULL,
  "swept_to" timestamp with time zone NOT NULL DEFAULT now(),
  "brought"  bigint                   NOT NULL DEFAULT 0,
  CONSTRAINT "provider_sweep_brought_check" CHECK ((brought >= 0)),
  CONSTRAINT "provider_sweep_pkey" PRIMARY KEY (PROVIDER),
  CONSTRAINT "provider_sweep_provider_check" CHECK ((provider = ANY (ARRAY['stripe'::text, 'lemonsqueezy'::text])))
);

ALTER TABLE "private"."provider_sweep"
  ENABLE ROW LEVEL SECURITY;

COMMENT ON COLUMN "private"."provider_sweep"."brought" IS 'How many events it has brought that were not delivered, or not yet.';

COMMENT ON TABLE "private"."provider_sweep" IS 'Up to when it is sure that nothing is missing.';
