-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "public"."characters" (
  "id"                uuid                     NOT NULL DEFAULT gen_random_uuid(),
  "slug"              text                     NOT NULL,
  "name"              text                     NOT NULL,
  "tagline"           text                     NOT NULL,
  "greeting"          text                     NOT NULL,
  "category"          text                     NOT NULL,
  "language"          text                     NOT NULL DEFAULT 'en'::text,
  "tags"              text[]                   NOT NULL DEFAULT '{}'::text[],
  "model"             text                     NOT NULL,
  "temperature"       numeric(2,1)             NOT NULL DEFAULT 0.7,
  "max_output_tokens" integer                  NOT NULL DEFAULT 800,
  "context_messages"  integer                  NOT NULL DEFAULT 20,
  "context_tokens"    integer                  NOT NULL DEFAULT 8000,
  "pricing"           text                     NOT NULL DEFAULT 'fixed'::text,
  "credit_price"      bigint                   NOT NULL DEFAULT 1,
  "is_premium"        boolean                  NOT NULL DEFAULT false,
  "status"            text                     NOT NULL DEFAULT 'draft'::text,
  "created_at"        timestamp with time zone NOT NULL DEFAULT now(),
  "updated_at"        timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT "characters_category_check" CHECK (((char_length(category) >= 1) AND (char_length(category) <= 40))),
  CONSTRAINT "characters_context_messages_check" CHECK (((context_messages >= 0) AND (context_messages <= 200))),
  CONSTRAINT "characters_context_tokens_check" CHECK (((context_tokens >= 500) AND (context_tokens <= 1000000))),
  CONSTRAINT "characters_credit_price_check" CHECK (((credit_price >= 0) AND (credit_price <= 1000000))),
  CONSTRAINT "characters_greeting_check" CHECK (((char_length(greeting) >= 1) AND (char_length(greeting) <= 2000))),
  CONSTRAINT "characters_language_check" CHECK ((language ~ '^[a-z]{2,3}(-[A-Z]{2})?$'::text)),
  CONSTRAINT "characters_max_output_tokens_check" CHECK (((max_output_tokens >= 1) AND (max_output_tokens <= 32000))),
  CONSTRAINT "characters_model_check" CHECK (((char_length(model) >= 1) AND (char_length(model) <= 100))),
  CONSTRAINT "characters_name_check" CHECK (((char_length(name) >= 1) AND (char_length(name) <= 80))),
  CONSTRAINT "characters_pkey" PRIMARY KEY (id),
  CONSTRAINT "characters_pricing_check" CHECK ((pricing = ANY (ARRAY['fixed'::text, 'metered'::text]))),
  CONSTRAINT "characters_slug_check" CHECK (((slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text) AND (char_length(slug) <= 60))),
  CONSTRAINT "characters_slug_key" UNIQUE (slug),
  CONSTRAINT "characters_slug_uuid_check" CHECK ((NOT pg_input_is_valid(slug, 'uuid'::text))),
  CONSTRAINT "characters_status_check" CHECK ((status = ANY (ARRAY['draft'::text, 'published'::text, 'archived'::text]))),
  CONSTRAINT "characters_tagline_check" CHECK (((char_length(tagline) >= 1) AND (char_length(tagline) <= 200))),
  CONSTRAINT "characters_tags_check" CHECK (((cardinality(tags) <= 20) AND (char_length(array_to_string(tags, ''::text)) <= 600))),
  CONSTRAINT "characters_temperature_check" CHECK (((temperature >= (0)::numeric) AND (temperature <= (2)::numeric)))
);

ALTER TABLE "public"."characters"
  ENABLE ROW LEVEL SECURITY;

CREATE INDEX characters_status_category_idx ON public.characters USING btree (status, category);

CREATE TRIGGER characters_touch
  BEFORE UPDATE ON public.characters
  FOR EACH ROW
  EXECUTE FUNCTION extensions.moddatetime('updated_at');

CREATE POLICY "People read published characters and admins read all" ON "public"."characters"
  FOR SELECT
  TO "authenticated"
  USING (((status = 'published'::text) OR ( SELECT private.is_admin() AS is_admin)));

CREATE POLICY "Visitors read published characters" ON "public"."characters"
  FOR SELECT
  TO "anon"
  USING ((status = 'published'::text));

COMMENT ON COLUMN "public"."characters"."context_messages" IS 'How many earlier messages of the conversation the model is given.';

COMMENT ON COLUMN "public"."characters"."credit_price" IS 'Credits for one complete answer, where the price is fixed.';

COMMENT ON COLUMN "public"."characters"."pricing" IS 'fixed: credit_price for a complete answer. metered: by its tokens and the price of its model.';

COMMENT ON TABLE "public"."characters" IS 'The public card of a character, and how its turns are run.';

REVOKE ALL ON TABLE "public"."characters" FROM "anon";

GRANT SELECT ON TABLE "public"."characters" TO "anon";

REVOKE ALL ON TABLE "public"."characters" FROM "authenticated";

GRANT SELECT ON TABLE "public"."characters" TO "authenticated";

REVOKE ALL ON TABLE "public"."characters" FROM "service_role";

GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE "public"."characters" TO "service_role";
