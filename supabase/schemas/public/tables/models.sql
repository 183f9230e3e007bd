-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "public"."models" (
  "id"                text    NOT NULL,
  "provider"          text    NOT NULL,
  "name"              text    NOT NULL,
  "context_tokens"    integer NOT NULL,
  "max_output_tokens" integer NOT NULL,
  "capabilities"      text[]  NOT NULL DEFAULT '{text}'::text[],
  "image_tokens"      integer NOT NULL DEFAULT 1000,
  "state"             text    NOT NULL DEFAULT 'offered'::text,
  CONSTRAINT "models_capabilities_check"
    CHECK (((capabilities <@ ARRAY['text'::text, 'vision'::text, 'tools'::text, 'reasoning'::text, 'prefill'::text]) AND ('text'::text = ANY (capabilities)))),
  CONSTRAINT "models_context_tokens_check" CHECK (((context_tokens >= 1) AND (context_tokens <= 100000000))),
  CONSTRAINT "models_id_check" CHECK (((char_length(id) >= 1) AND (char_length(id) <= 100))),
  CONSTRAINT "models_image_tokens_check" CHECK (((image_tokens >= 1) AND (image_tokens <= 100000))),
  CONSTRAINT "models_max_output_tokens_check" CHECK (((max_output_tokens >= 1) AND (max_output_tokens <= context_tokens))),
  CONSTRAINT "models_name_check" CHECK (((char_length(name) >= 1) AND (char_length(name) <= 80))),
  CONSTRAINT "models_pkey" PRIMARY KEY (id),
  CONSTRAINT "models_provider_check"
    CHECK ((provider = ANY (ARRAY['openai'::text, 'anthropic'::text, 'google'::text, 'groq'::text, 'siliconflow'::text, 'volcengine'::text, 'compatible'::text]))),
  CONSTRAINT "models_state_check" CHECK ((state = ANY (ARRAY['offered'::text, 'retired'::text])))
);

ALTER TABLE "public"."models"
  ENABLE ROW LEVEL SECURITY;

CREATE POLICY "Visitors and people read the models on offer" ON "public"."models"
  FOR SELECT
  TO "anon", "authenticated"
  USING ((state = 'offered'::text));

COMMENT ON COLUMN "public"."models"."capabilities" IS 'prefill: goes on with an answer that ends the messages, where others are asked to.';

COMMENT ON COLUMN "public"."models"."context_tokens" IS 'Longest prompt and answer together.';

COMMENT ON COLUMN "public"."models"."image_tokens" IS 'The most tokens that a picture of 400 pixels counts as, for a model with vision.';

COMMENT ON TABLE "public"."models" IS 'The AI models that characters may have, and who serves them.';

REVOKE ALL ON TABLE "public"."models" FROM "anon";

GRANT SELECT ON TABLE "public"."models" TO "anon";

REVOKE ALL ON TABLE "public"."models" FROM "authenticated";

GRANT SELECT ON TABLE "public"."models" TO "authenticated";

REVOKE ALL ON TABLE "public"."models" FROM "service_role";

GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE "public"."models" TO "service_role";
