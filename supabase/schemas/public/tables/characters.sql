-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "public"."characters" (
  "id"                 uuid                     NOT NULL DEFAULT gen_random_uuid(),
  "owner_id"           uuid,
  "slug"               text                     NOT NULL,
  "name"               text                     NOT NULL,
  "tagline"            text                     NOT NULL,
  "greeting"           text                     NOT NULL,
  "avatar_url"         text,
  "category"           text                     NOT NULL,
  "language"           text                     NOT NULL DEFAULT 'en'::text,
  "tags"               text[]                   NOT NULL DEFAULT '{}'::text[],
  "traits"             text[]                   NOT NULL DEFAULT '{}'::text[],
  "tone"               text                     NOT NULL DEFAULT 'neutral'::text,
  "formality"          smallint                 NOT NULL DEFAULT 3,
  "humour"             smallint                 NOT NULL DEFAULT 3,
  "empathy"            smallint                 NOT NULL DEFAULT 3,
  "creativity"         smallint                 NOT NULL DEFAULT 3,
  "confidence"         smallint                 NOT NULL DEFAULT 3,
  "model"              text                     NOT NULL,
  "temperature"        numeric(3,2)             NOT NULL DEFAULT 0.7,
  "max_output_tokens"  integer                  NOT NULL DEFAULT 800,
  "context_messages"   integer                  NOT NULL DEFAULT 20,
  "context_tokens"     integer                  NOT NULL DEFAULT 8000,
  "context_images"     integer                  NOT NULL DEFAULT 4,
  "answer_kind"        text                     NOT NULL DEFAULT 'text'::text,
  "gallery_every"      integer,
  "pricing"            text                     NOT NULL DEFAULT 'fixed'::text,
  "credit_price"       bigint                   NOT NULL DEFAULT 1,
  "is_premium"         boolean                  NOT NULL DEFAULT false,
  "messages_per_day"   integer,
  "status"             text                     NOT NULL DEFAULT 'draft'::text,
  "published_at"       timestamp with time zone,
  "created_at"         timestamp with time zone NOT NULL DEFAULT now(),
  "updated_at"         timestamp with time zone NOT NULL DEFAULT now(),
  "conversation_count" bigint                   NOT NULL DEFAULT 0,
  "message_count"      bigint                   NOT NULL DEFAULT 0,
  "rating"             numeric(3,2),
  "rating_count"       bigint                   NOT NULL DEFAULT 0,
  "last_active_at"     timestamp with time zone,
  "popularity"         double precision         NOT NULL DEFAULT 0,
  "counted_at"         timestamp with time zone,
  "voice"              text,
  "voice_model"        text                     NOT NULL DEFAULT 'gpt-realtime-2'::text,
  CONSTRAINT "characters_answer_kind_check" CHECK ((answer_kind = ANY (ARRAY['text'::text, 'audio'::text]))),
  CONSTRAINT "characters_avatar_url_check" CHECK (((avatar_url ~ '^(https://|/)[^\s"<>\\]+$'::text) AND (char_length(avatar_url) <= 500))),
  CONSTRAINT "characters_category_check" CHECK (((char_length(category) <= 40) AND (category ~ '\S'::text))),
  CONSTRAINT "characters_confidence_check" CHECK (((confidence >= 1) AND (confidence <= 5))),
  CONSTRAINT "characters_context_images_check" CHECK (((context_images >= 0) AND (context_images <= 20))),
  CONSTRAINT "characters_context_messages_check" CHECK (((context_messages >= 0) AND (context_messages <= 200))),
  CONSTRAINT "characters_context_tokens_check" CHECK (((context_tokens >= 500) AND (context_tokens <= 1000000))),
  CONSTRAINT "characters_conversation_count_check" CHECK ((conversation_count >= 0)),
  CONSTRAINT "characters_creativity_check" CHECK (((creativity >= 1) AND (creativity <= 5))),
  CONSTRAINT "characters_credit_price_check" CHECK (((credit_price >= 0) AND (credit_price <= 1000000))),
  CONSTRAINT "characters_empathy_check" CHECK (((empathy >= 1) AND (empathy <= 5))),
  CONSTRAINT "characters_formality_check" CHECK (((formality >= 1) AND (formality <= 5))),
  CONSTRAINT "characters_gallery_every_check" CHECK (((gallery_every >= 1) AND (gallery_every <= 1000))),
  CONSTRAINT "characters_greeting_check" CHECK (((char_length(greeting) <= 2000) AND (greeting ~ '\S'::text))),
  CONSTRAINT "characters_humour_check" CHECK (((humour >= 1) AND (humour <= 5))),
  CONSTRAINT "characters_language_check" CHECK ((language ~ '^[a-z]{2,3}(-[A-Z]{2})?$'::text)),
  CONSTRAINT "characters_max_output_tokens_check" CHECK (((max_output_tokens >= 1) AND (max_output_tokens <= 32000))),
  CONSTRAINT "characters_message_count_check" CHECK ((message_count >= 0)),
  CONSTRAINT "characters_messages_per_day_check" CHECK (((messages_per_day >= 1) AND (messages_per_day <= 1000000))),
  CONSTRAINT "characters_model_check" CHECK (((char_length(model) >= 1) AND (char_length(model) <= 100))),
  CONSTRAINT "characters_name_check" CHECK (((char_length(name) <= 80) AND (name ~ '\S'::text))),
  CONSTRAINT "characters_own_limits_check"
    CHECK (((owner_id IS NULL) OR (pricing = 'metered'::text) OR ((max_output_tokens <= 2000) AND (context_tokens <= 16000) AND (context_messages <= 50)))),
  CONSTRAINT "characters_pkey" PRIMARY KEY (id),
  CONSTRAINT "characters_pricing_check" CHECK ((pricing = ANY (ARRAY['fixed'::text, 'metered'::text]))),
  CONSTRAINT "characters_published_at_check" CHECK (((status <> 'published'::text) OR (published_at IS NOT NULL))),
  CONSTRAINT "characters_rating_check" CHECK (((rating >= (1)::numeric) AND (rating <= (5)::numeric))),
  CONSTRAINT "characters_rating_count_check" CHECK (((rating_count >= 0) AND ((rating_count > 0) = (rating IS NOT NULL)))),
  CONSTRAINT "characters_slug_check" CHECK (((slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text) AND (char_length(slug) <= 60))),
  CONSTRAINT "characters_slug_key" UNIQUE (slug),
  CONSTRAINT "characters_slug_uuid_check" CHECK ((NOT pg_input_is_valid(slug, 'uuid'::text))),
  CONSTRAINT "characters_status_check" CHECK ((status = ANY (ARRAY['draft'::text, 'published'::text, 'archived'::text]))),
  CONSTRAINT "characters_tagline_check" CHECK (((char_length(tagline) <= 200) AND (tagline ~ '\S'::text))),
  CONSTRAINT "characters_tags_check" CHECK (((cardinality(tags) <= 20) AND (char_length(array_to_string(tags, ''::text)) <= 600) AND (array_position(tags, NULL::text) IS NULL))),
  CONSTRAINT "characters_temperature_check" CHECK (((temperature >= (0)::numeric) AND (temperature <= (2)::numeric))),
  CONSTRAINT "characters_tone_check" CHECK ((char_length(tone) <= 40)),
  CONSTRAINT "characters_traits_check" CHECK ((cardinality(traits) <= 8)),
  CONSTRAINT "characters_voice_check" CHECK ((voice ~ '^[a-z0-9_-]{1,40}$'::text)),
  CONSTRAINT "characters_voice_model_check" CHECK (((char_length(voice_model) >= 1) AND (char_length(voice_model) <= 100))),
  CONSTRAINT "characters_owner_id_fkey" FOREIGN KEY (owner_id) REFERENCES public.profiles(id) ON DELETE CASCADE
);

ALTER TABLE "public"."characters"
  ENABLE ROW LEVEL SECURITY;

CREATE INDEX characters_category_popularity_idx ON public.characters USING btree (category, status, popularity DESC, id);

CREATE INDEX characters_owner_id_idx ON public.characters USING btree (owner_id, created_at DESC);

CREATE INDEX characters_popularity_idx ON public.characters USING btree (status, popularity DESC, id);

CREATE INDEX characters_published_at_idx ON public.characters USING btree (status, published_at DESC, id);

CREATE INDEX characters_tags_idx ON public.characters USING gin (tags);

CREATE TRIGGER characters_check_personality
  BEFORE INSERT OR UPDATE OF traits, tone ON public.characters
  FOR EACH ROW
  EXECUTE FUNCTION private.check_personality();

CREATE TRIGGER characters_index_facts
  AFTER UPDATE OF LANGUAGE ON public.characters
  FOR EACH ROW
  WHEN ((old.language <> new.language))
  EXECUTE FUNCTION private.index_facts_anew();

CREATE TRIGGER characters_index
  AFTER INSERT OR UPDATE OF name, tagline, category, tags ON public.characters
  FOR EACH ROW
  EXECUTE FUNCTION private.index_character();

CREATE TRIGGER characters_move_status
  BEFORE INSERT OR UPDATE OF status ON public.characters
  FOR EACH ROW
  EXECUTE FUNCTION private.move_character_status();

CREATE TRIGGER characters_tell_changed
  AFTER UPDATE ON public.characters
  FOR EACH ROW
  WHEN
    (((((((((((old.status IS DISTINCT FROM new.status) OR (old.slug IS DISTINCT FROM new.slug)) OR (old.name IS DISTINCT FROM new.name)) OR (old.tagline IS DISTINCT FROM
    new.tagline)) OR (old.greeting IS DISTINCT FROM new.greeting)) OR (old.avatar_url IS DISTINCT FROM new.avatar_url)) OR (old.category IS DISTINCT FROM new.category)) OR
    (old.is_premium IS DISTINCT FROM new.is_premium)) OR (old.credit_price IS DISTINCT FROM new.credit_price)) OR (old.pricing IS DISTINCT FROM new.pricing)))
  EXECUTE FUNCTION private.tell_character();

CREATE TRIGGER characters_touch
  BEFORE UPDATE ON public.characters
  FOR EACH ROW
  WHEN ((NOT (new.counted_at IS DISTINCT FROM old.counted_at)))
  EXECUTE FUNCTION extensions.moddatetime('updated_at');

CREATE POLICY "People read published characters and their own, and admins read" ON "public"."characters"
  FOR SELECT
  TO "authenticated"
  USING (((status = 'published'::text) OR (owner_id = ( SELECT auth.uid() AS uid)) OR ( SELECT private.is_admin() AS is_admin)));

CREATE POLICY "Visitors read published characters" ON "public"."characters"
  FOR SELECT
  TO "anon"
  USING ((status = 'published'::text));

COMMENT ON COLUMN "public"."characters"."answer_kind" IS 'audio: its answers are to be heard, by those whose plan has speech.';

COMMENT ON COLUMN "public"."characters"."avatar_url" IS 'https, or a path of this project, such as /storage/v1/object/public/avatars/a.png.';

COMMENT ON COLUMN "public"."characters"."context_images" IS 'How many pictures of earlier messages the model is shown.';

COMMENT ON COLUMN "public"."characters"."context_messages" IS 'How many earlier messages of the conversation the model is given.';

COMMENT ON COLUMN "public"."characters"."counted_at" IS 'When the statistics were last written.';

COMMENT ON COLUMN "public"."characters"."credit_price" IS 'Credits for one complete answer, where the price is fixed.';

COMMENT ON COLUMN "public"."characters"."formality" IS 'As humour, empathy, creativity and confidence: 1 least, 5 most; 3 says nothing to the model.';

COMMENT ON COLUMN "public"."characters"."gallery_every" IS 'At most one in so many answers comes with a picture of its gallery; null: none does.';

COMMENT ON COLUMN "public"."characters"."messages_per_day" IS 'The most that one person may send it on a UTC day, whatever their plan; null is no such limit.';

COMMENT ON COLUMN "public"."characters"."owner_id" IS 'Whose it is; null for the product''s own.';

COMMENT ON COLUMN "public"."characters"."popularity" IS 'Grows with use, and use of a week ago counts half: for sorting only (character_stats).';

COMMENT ON COLUMN "public"."characters"."pricing" IS 'fixed: credit_price for a complete answer. metered: by its tokens and the price of its model.';

COMMENT ON COLUMN "public"."characters"."published_at" IS 'When it was first published.';

COMMENT ON COLUMN "public"."characters"."rating" IS 'The mean of the stars that its answers got.';

COMMENT ON COLUMN "public"."characters"."traits" IS 'Of personality_sentences, the strongest first.';

COMMENT ON COLUMN "public"."characters"."voice" IS 'One of the voices of OpenAI''s realtime models; without one nobody can talk to it.';

COMMENT ON COLUMN "public"."characters"."voice_model" IS 'The realtime model that speaks for it.';

COMMENT ON TABLE "public"."characters" IS 'The public card of a character, how its turns are run, and how it is received.';

REVOKE ALL ON TABLE "public"."characters" FROM "anon";

GRANT SELECT ON TABLE "public"."characters" TO "anon";

REVOKE ALL ON TABLE "public"."characters" FROM "authenticated";

GRANT SELECT ON TABLE "public"."characters" TO "authenticated";

REVOKE ALL ON TABLE "public"."characters" FROM "service_role";

GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE "public"."characters" TO "service_role";
