-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "private"."character_search" (
  "character_id" uuid     NOT NULL,
  "words"        tsvector NOT NULL,
  CONSTRAINT "character_search_pkey" PRIMARY KEY (character_id),
  CONSTRAINT "character_search_character_id_fkey" FOREIGN KEY (character_id) REFERENCES public.characters(id) ON DELETE CASCADE
);

ALTER TABLE "private"."character_search"
  ENABLE ROW LEVEL SECURITY;

CREATE INDEX character_search_words_idx ON private.character_search USING gin (words);

COMMENT ON TABLE "private"."character_search" IS 'The words of each card.';
