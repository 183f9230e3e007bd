-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "private"."character_fact" (
  "id"           bigint   GENERATED ALWAYS AS IDENTITY NOT NULL,
  "character_id" uuid     NOT NULL,
  "fact"         text     NOT NULL,
  "words"        tsvector NOT NULL,
  CONSTRAINT "character_fact_fact_check" CHECK (((char_length(fact) <= 1000) AND (fact ~ '\S'::text))),
  CONSTRAINT "character_fact_pkey" PRIMARY KEY (id),
  CONSTRAINT "character_fact_character_id_fkey" FOREIGN KEY (character_id) REFERENCES public.characters(id) ON DELETE CASCADE
);

ALTER TABLE "private"."character_fact"
  ENABLE ROW LEVEL SECURITY;

CREATE INDEX character_fact_character_id_idx ON private.character_fact USING btree (character_id, id);

CREATE INDEX character_fact_character_id_words_idx ON private.character_fact USING gin (character_id, words);

CREATE TRIGGER character_fact_index
  BEFORE INSERT OR UPDATE ON private.character_fact
  FOR EACH ROW
  EXECUTE FUNCTION private.index_fact();

COMMENT ON TABLE "private"."character_fact" IS 'What a character knows, a fact a row.';
