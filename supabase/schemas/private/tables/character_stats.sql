-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "private"."character_stats" (
  "character_id"   uuid                     NOT NULL,
  "conversations"  bigint                   NOT NULL DEFAULT 0,
  "messages"       bigint                   NOT NULL DEFAULT 0,
  "rating_sum"     bigint                   NOT NULL DEFAULT 0,
  "rating_count"   bigint                   NOT NULL DEFAULT 0,
  "heat"           double precision,
  "last_active_at" timestamp with time zone,
  "is_shown"       boolean                  NOT NULL DEFAULT false,
  CONSTRAINT "character_stats_conversations_check" CHECK ((conversations >= 0)),
  CONSTRAINT "character_stats_messages_check" CHECK ((messages >= 0)),
  CONSTRAINT "character_stats_pkey" PRIMARY KEY (character_id),
  CONSTRAINT "character_stats_rating_sum_check" CHECK (((rating_sum >= rating_count) AND (rating_sum <= (5 * rating_count)))),
  CONSTRAINT "character_stats_character_id_fkey" FOREIGN KEY (character_id) REFERENCES public.characters(id) ON DELETE CASCADE
);

ALTER TABLE "private"."character_stats"
  ENABLE ROW LEVEL SECURITY;

CREATE INDEX character_stats_unshown_idx ON private.character_stats USING btree (character_id)
  WHERE (NOT is_shown);

COMMENT ON COLUMN "private"."character_stats"."is_shown" IS 'Whether the card says the same.';

COMMENT ON COLUMN "private"."character_stats"."messages" IS 'Answers of which anything was delivered.';

COMMENT ON TABLE "private"."character_stats" IS 'The sums of a character, ahead of its card.';
