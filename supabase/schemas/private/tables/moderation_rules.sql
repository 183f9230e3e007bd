-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "private"."moderation_rules" (
  "id"                boolean NOT NULL DEFAULT true,
  "on_failure"        text    NOT NULL DEFAULT 'open'::text,
  "messages"          jsonb   NOT NULL DEFAULT '{}'::jsonb,
  "thresholds"        jsonb   NOT NULL DEFAULT '{}'::jsonb,
  "input_expression"  text,
  "output_expression" text,
  CONSTRAINT "moderation_rules_expressions_check" CHECK (((octet_length(input_expression) <= 200000) AND (octet_length(output_expression) <= 200000))),
  CONSTRAINT "moderation_rules_id_check" CHECK (id),
  CONSTRAINT "moderation_rules_messages_check" CHECK ((octet_length((messages)::text) <= 20000)),
  CONSTRAINT "moderation_rules_on_failure_check" CHECK ((on_failure = ANY (ARRAY['open'::text, 'closed'::text]))),
  CONSTRAINT "moderation_rules_pkey" PRIMARY KEY (id),
  CONSTRAINT "moderation_rules_thresholds_check" CHECK ((octet_length((thresholds)::text) <= 20000))
);

ALTER TABLE "private"."moderation_rules"
  ENABLE ROW LEVEL SECURITY;

COMMENT ON COLUMN "private"."moderation_rules"."messages" IS 'What the person is told, by category, by its first part, or as default.';

COMMENT ON COLUMN "private"."moderation_rules"."on_failure" IS 'When the provider''s moderation does not answer: open lets pass and flags, closed refuses.';

COMMENT ON COLUMN "private"."moderation_rules"."thresholds" IS 'direction -> category -> action -> from.';

COMMENT ON TABLE "private"."moderation_rules" IS 'The rules in force in one row: what a turn reads. All patterns of a direction are one expression, which the database keeps compiled.';
