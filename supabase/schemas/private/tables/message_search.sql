-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "private"."message_search" (
  "message_id" uuid     NOT NULL,
  "user_id"    uuid     NOT NULL,
  "ordinal"    bigint   NOT NULL,
  "words"      tsvector NOT NULL,
  CONSTRAINT "message_search_pkey" PRIMARY KEY (message_id),
  CONSTRAINT "message_search_message_id_fkey" FOREIGN KEY (message_id) REFERENCES public.messages(id) ON DELETE CASCADE
);

ALTER TABLE "private"."message_search"
  ENABLE ROW LEVEL SECURITY;

CREATE INDEX message_search_user_id_words_idx ON private.message_search USING gin (user_id, words);

COMMENT ON TABLE "private"."message_search" IS 'The words of each message that is final.';
