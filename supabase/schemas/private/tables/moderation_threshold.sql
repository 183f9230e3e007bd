-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "private"."moderation_threshold" (
  "category"  text             NOT NULL,
  "direction" text             NOT NULL,
  "action"    text             NOT NULL,
  "threshold" double precision NOT NULL,
  CONSTRAINT "moderation_threshold_action_check" CHECK ((action = ANY (ARRAY['flag'::text, 'warn'::text, 'block'::text]))),
  CONSTRAINT "moderation_threshold_category_check"
    CHECK
    ((category = ANY (ARRAY['harassment'::text, 'harassment/threatening'::text, 'hate'::text, 'hate/threatening'::text, 'illicit'::text, 'illicit/violent'::text, 'self-harm'::text,
    'self-harm/intent'::text, 'self-harm/instructions'::text, 'sexual'::text, 'sexual/minors'::text, 'violence'::text, 'violence/graphic'::text]))),
  CONSTRAINT "moderation_threshold_direction_check" CHECK ((direction = ANY (ARRAY['input'::text, 'output'::text]))),
  CONSTRAINT "moderation_threshold_pkey" PRIMARY KEY (category, direction, action),
  CONSTRAINT "moderation_threshold_threshold_check" CHECK (((threshold > (0)::double precision) AND (threshold <= (1)::double precision)))
);

ALTER TABLE "private"."moderation_threshold"
  ENABLE ROW LEVEL SECURITY;

CREATE TRIGGER moderation_threshold_compile
  AFTER INSERT OR DELETE OR UPDATE ON private.moderation_threshold
  FOR EACH STATEMENT
  EXECUTE FUNCTION private.compile_moderation();

COMMENT ON TABLE "private"."moderation_threshold" IS 'From which score of the provider''s moderation what happens; without a row, nothing.';
