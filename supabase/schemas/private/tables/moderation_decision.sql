-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "private"."moderation_decision" (
  "id"         bigint                   GENERATED ALWAYS AS IDENTITY NOT NULL,
  "user_id"    uuid                     NOT NULL,
  "subject_id" uuid                     NOT NULL,
  "attempt"    integer                  NOT NULL,
  "direction"  text                     NOT NULL,
  "action"     text                     NOT NULL,
  "source"     text                     NOT NULL,
  "category"   text,
  "scores"     jsonb,
  "failure"    text,
  "excerpt"    text,
  "review"     text,
  "created_at" timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT "moderation_decision_action_check" CHECK ((action = ANY (ARRAY['allow'::text, 'flag'::text, 'warn'::text, 'block'::text]))),
  CONSTRAINT "moderation_decision_category_check" CHECK (((char_length(category) >= 1) AND (char_length(category) <= 40))),
  CONSTRAINT "moderation_decision_direction_check" CHECK ((direction = ANY (ARRAY['input'::text, 'output'::text]))),
  CONSTRAINT "moderation_decision_excerpt_check" CHECK (((excerpt IS NULL) OR ((char_length(excerpt) <= 1000) AND (action <> 'allow'::text)))),
  CONSTRAINT "moderation_decision_failure_check" CHECK (((char_length(failure) >= 1) AND (char_length(failure) <= 40))),
  CONSTRAINT "moderation_decision_pkey" PRIMARY KEY (id),
  CONSTRAINT "moderation_decision_review_check" CHECK (((review IS NULL) OR ((review = ANY (ARRAY['upheld'::text, 'overturned'::text])) AND (action <> 'allow'::text)))),
  CONSTRAINT "moderation_decision_scores_check" CHECK ((octet_length((scores)::text) <= 4000)),
  CONSTRAINT "moderation_decision_source_check" CHECK ((source = ANY (ARRAY['pattern'::text, 'provider'::text]))),
  CONSTRAINT "moderation_decision_subject_id_attempt_direction_key" UNIQUE (subject_id, attempt, direction),
  CONSTRAINT "moderation_decision_user_id_fkey" FOREIGN KEY (user_id) REFERENCES public.profiles(id) ON DELETE CASCADE
);

ALTER TABLE "private"."moderation_decision"
  ENABLE ROW LEVEL SECURITY;

CREATE INDEX moderation_decision_allowed_idx ON private.moderation_decision USING btree (id DESC)
  WHERE (action = 'allow'::text);

CREATE INDEX moderation_decision_blocked_idx ON private.moderation_decision USING btree (user_id)
  WHERE (action = 'block'::text);

CREATE INDEX moderation_decision_excerpt_idx ON private.moderation_decision USING btree (created_at)
  WHERE (excerpt IS NOT NULL);

CREATE INDEX moderation_decision_noted_idx ON private.moderation_decision USING btree (id DESC)
  WHERE (action <> 'allow'::text);

CREATE INDEX moderation_decision_user_id_idx ON private.moderation_decision USING btree (user_id, id DESC);

CREATE TRIGGER moderation_decision_notice
  AFTER UPDATE OF review ON private.moderation_decision
  FOR EACH ROW
  WHEN (((new.review IS NOT NULL) AND (old.review IS DISTINCT FROM new.review)))
  EXECUTE FUNCTION private.notice_decision();

COMMENT ON COLUMN "private"."moderation_decision"."excerpt" IS 'The first 1000 characters of what was not simply allowed, for review.';

COMMENT ON COLUMN "private"."moderation_decision"."failure" IS 'Why the provider gave no scores: timeout, unavailable, not_configured.';

COMMENT ON COLUMN "private"."moderation_decision"."scores" IS 'The provider''s, from 0.01 on; null when it was not asked or did not answer.';

COMMENT ON TABLE "private"."moderation_decision" IS 'What was decided about a message (input) or an answer (output) in an attempt of a turn.';
