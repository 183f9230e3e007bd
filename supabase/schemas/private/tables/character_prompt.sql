-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "private"."character_prompt" (
  "character_id"      uuid                     NOT NULL,
  "system_prompt"     text,
  "prompt_override"   text,
  "restricted_topics" text[]                   NOT NULL DEFAULT '{}'::text[],
  "updated_at"        timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT "character_prompt_pkey" PRIMARY KEY (character_id),
  CONSTRAINT "character_prompt_prompt_override_check" CHECK (((char_length(prompt_override) <= 20000) AND (prompt_override ~ '\S'::text))),
  CONSTRAINT "character_prompt_restricted_topics_check"
    CHECK
    (((cardinality(restricted_topics) <= 20) AND (char_length(array_to_string(restricted_topics, ''::text)) <= 1600) AND (array_position(restricted_topics, NULL::text) IS NULL))),
  CONSTRAINT "character_prompt_system_prompt_check" CHECK (((char_length(system_prompt) <= 20000) AND (system_prompt ~ '\S'::text))),
  CONSTRAINT "character_prompt_character_id_fkey" FOREIGN KEY (character_id) REFERENCES public.characters(id) ON DELETE CASCADE
);

ALTER TABLE "private"."character_prompt"
  ENABLE ROW LEVEL SECURITY;

CREATE TRIGGER character_prompt_touch
  BEFORE UPDATE ON private.character_prompt
  FOR EACH ROW
  EXECUTE FUNCTION extensions.moddatetime('updated_at');

COMMENT ON COLUMN "private"."character_prompt"."prompt_override" IS 'Takes the place of system prompt and personality; facts and restricted topics still follow.';

COMMENT ON COLUMN "private"."character_prompt"."restricted_topics" IS 'What it does not talk about: told to the model, and for moderation to compare with.';

COMMENT ON COLUMN "private"."character_prompt"."system_prompt" IS 'Who it is and what it does; name and tagline stand in where there is none.';

COMMENT ON TABLE "private"."character_prompt" IS 'What makes the character; secret, so not in its card.';
