-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "public"."personality_sentences" (
  "aspect"   text NOT NULL,
  "value"    text NOT NULL,
  "sentence" text NOT NULL,
  "state"    text NOT NULL DEFAULT 'offered'::text,
  CONSTRAINT "personality_sentences_aspect_check"
    CHECK ((aspect = ANY (ARRAY['tone'::text, 'formality'::text, 'humour'::text, 'empathy'::text, 'creativity'::text, 'confidence'::text, 'trait'::text]))),
  CONSTRAINT "personality_sentences_pkey" PRIMARY KEY (aspect, VALUE),
  CONSTRAINT "personality_sentences_sentence_check" CHECK ((((char_length(sentence) >= 1) AND (char_length(sentence) <= 200)) AND (sentence !~ '\n'::text))),
  CONSTRAINT "personality_sentences_state_check" CHECK ((state = ANY (ARRAY['offered'::text, 'retired'::text]))),
  CONSTRAINT "personality_sentences_value_check" CHECK ((value ~ '^[a-z0-9_]{1,40}$'::text))
);

ALTER TABLE "public"."personality_sentences"
  ENABLE ROW LEVEL SECURITY;

CREATE POLICY "Visitors and people read the personalities on offer" ON "public"."personality_sentences"
  FOR SELECT
  TO "anon", "authenticated"
  USING ((state = 'offered'::text));

COMMENT ON COLUMN "public"."personality_sentences"."value" IS 'Of traits and tones their name; of the others the level, 1 to 5 without 3.';

COMMENT ON TABLE "public"."personality_sentences" IS 'What a card may say of a personality, and what the model is told for it.';

REVOKE ALL ON TABLE "public"."personality_sentences" FROM "anon";

GRANT SELECT ON TABLE "public"."personality_sentences" TO "anon";

REVOKE ALL ON TABLE "public"."personality_sentences" FROM "authenticated";

GRANT SELECT ON TABLE "public"."personality_sentences" TO "authenticated";

REVOKE ALL ON TABLE "public"."personality_sentences" FROM "service_role";

GRANT SELECT ON TABLE "public"."personality_sentences" TO "service_role";
