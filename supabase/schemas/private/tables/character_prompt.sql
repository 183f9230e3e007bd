-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "private"."character_prompt" (
  "character_id"  uuid                     NOT NULL,
  "system_prompt" text                     NOT NULL,
  "updated_at"    timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT "character_prompt_pkey" PRIMARY KEY (character_id),
  CONSTRAINT "character_prompt_system_prompt_check" CHECK (((char_length(system_prompt) >= 1) AND (char_length(system_prompt) <= 20000))),
  CONSTRAINT "character_prompt_character_id_fkey" FOREIGN KEY (character_id) REFERENCES public.characters(id) ON DELETE CASCADE
);

ALTER TABLE "private"."character_prompt"
  ENABLE ROW LEVEL SECURITY;

CREATE TRIGGER character_prompt_touch
  BEFORE UPDATE ON private.character_prompt
  FOR EACH ROW
  EXECUTE FUNCTION extensions.moddatetime('updated_at');

COMMENT ON TABLE "private"."character_prompt" IS 'What makes the character; secret, so not in its card.';
