-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "public"."media_assets" (
  "id"           uuid                     NOT NULL,
  "owner_id"     uuid,
  "character_id" uuid,
  "purpose"      text                     NOT NULL,
  "kind"         text                     NOT NULL,
  "mime_type"    text                     NOT NULL,
  "size_bytes"   bigint                   NOT NULL,
  "width"        integer,
  "height"       integer,
  "duration_ms"  integer,
  "content_hash" text                     NOT NULL,
  "state"        text                     NOT NULL DEFAULT 'processing'::text,
  "error_code"   text,
  "bucket"       text                     GENERATED ALWAYS AS (
CASE purpose
    WHEN 'message'::text THEN 'media'::text
    WHEN 'avatar'::text THEN 'avatars'::text
    ELSE 'galleries'::text
END) STORED NOT NULL,
  "folder"       text                     GENERATED ALWAYS AS (((
CASE purpose
    WHEN 'message'::text THEN ('user-content/'::text || (owner_id)::text)
    WHEN 'avatar'::text THEN (owner_id)::text
    ELSE (character_id)::text
END || '/'::text) || (id)::text)) STORED NOT NULL,
  "original"     text                     NOT NULL,
  "variants"     text[]                   NOT NULL DEFAULT '{}'::text[],
  "blurhash"     text,
  "peaks"        smallint[],
  "transcript"   text,
  "is_speech"    boolean                  NOT NULL DEFAULT false,
  "attempts"     integer                  NOT NULL DEFAULT 1,
  "claimed_at"   timestamp with time zone NOT NULL DEFAULT now(),
  "created_at"   timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT "media_assets_attempts_check" CHECK (((attempts >= 1) AND (attempts <= 3))),
  CONSTRAINT "media_assets_blurhash_check" CHECK (((char_length(blurhash) >= 6) AND (char_length(blurhash) <= 100))),
  CONSTRAINT "media_assets_bucket_check" CHECK ((bucket = ANY (ARRAY['media'::text, 'avatars'::text, 'galleries'::text]))),
  CONSTRAINT "media_assets_character_id_check" CHECK (((purpose = 'gallery'::text) = (character_id IS NOT NULL))),
  CONSTRAINT "media_assets_character_id_fkey" FOREIGN KEY (character_id) REFERENCES public.characters(id) ON DELETE CASCADE,
  CONSTRAINT "media_assets_content_hash_check" CHECK ((content_hash ~ '^[0-9a-f]{64}$'::text)),
  CONSTRAINT "media_assets_dimensions_check" CHECK ((((kind = 'image'::text) = ((width IS NOT NULL) AND (height IS
    NOT NULL))) AND ((width >= 1) AND (width <= 65535)) AND ((height >= 1) AND (height <= 65535)))),
  CONSTRAINT "media_assets_duration_ms_check" CHECK (((duration_ms IS NULL) OR ((kind = 'audio'::text) AND (duration_ms >= 0)))),
  CONSTRAINT "media_assets_error_code_check" CHECK ((char_length(error_code) <= 60)),
  CONSTRAINT "media_assets_folder_check" CHECK ((char_length(folder) <= 100)),
  CONSTRAINT "media_assets_is_speech_check" CHECK (((NOT is_speech) OR (kind = 'audio'::text))),
  CONSTRAINT "media_assets_kind_check" CHECK (((kind = 'image'::text) OR ((kind = 'audio'::text) AND (purpose = 'message'::text)))),
  CONSTRAINT "media_assets_mime_type_check" CHECK ((mime_type ~ '^(image|audio)/[a-z0-9]+$'::text)),
  CONSTRAINT "media_assets_original_check" CHECK ((original ~ '^original\.[a-z0-9]{3,4}$'::text)),
  CONSTRAINT "media_assets_owner_id_check" CHECK (((owner_id IS NOT NULL) OR (purpose = 'gallery'::text))),
  CONSTRAINT "media_assets_peaks_check" CHECK (((cardinality(peaks) <= 200) AND (0 <= ALL (peaks)) AND (100 >= ALL (peaks)) AND ((peaks IS NULL) OR (kind = 'audio'::text)))),
  CONSTRAINT "media_assets_pkey" PRIMARY KEY (id),
  CONSTRAINT "media_assets_purpose_check" CHECK ((purpose = ANY (ARRAY['message'::text, 'avatar'::text, 'gallery'::text]))),
  CONSTRAINT "media_assets_size_bytes_check" CHECK (((size_bytes >= 1) AND (size_bytes <=
CASE kind
    WHEN 'image'::text THEN 10485760
    ELSE 52428800
END))),
  CONSTRAINT "media_assets_state_check" CHECK ((state = ANY (ARRAY['processing'::text, 'ready'::text, 'refused'::text, 'failed'::text]))),
  CONSTRAINT "media_assets_transcript_check" CHECK (((transcript IS NULL) OR ((kind = 'audio'::text) AND (char_length(transcript) <= 20000)))),
  CONSTRAINT "media_assets_variants_check" CHECK ((variants <@ ARRAY['thumbnail'::text, 'small'::text, 'medium'::text, 'large'::text])),
  CONSTRAINT "media_assets_owner_id_fkey" FOREIGN KEY (owner_id) REFERENCES public.profiles(id) ON DELETE CASCADE
);

ALTER TABLE "public"."media_assets"
  ENABLE ROW LEVEL SECURITY;

CREATE INDEX media_assets_character_id_idx ON public.media_assets USING btree (character_id)
  WHERE (character_id IS NOT NULL);

CREATE INDEX media_assets_claimed_at_idx ON public.media_assets USING btree (claimed_at)
  WHERE (state = 'processing'::text);

CREATE UNIQUE INDEX media_assets_owner_id_content_hash_idx ON public.media_assets USING btree (owner_id, content_hash, purpose, character_id, is_speech) NULLS NOT DISTINCT
  WHERE ((owner_id IS NOT NULL) AND (state = ANY (ARRAY['processing'::text, 'ready'::text])));

CREATE INDEX media_assets_owner_id_created_at_idx ON public.media_assets USING btree (owner_id, created_at DESC, id);

CREATE TRIGGER media_assets_leave_refused
  AFTER UPDATE ON public.media_assets
  FOR EACH ROW
  WHEN (((new.state = ANY (ARRAY['refused'::text, 'failed'::text])) AND (old.state = 'processing'::text)))
  EXECUTE FUNCTION private.leave_asset();

CREATE TRIGGER media_assets_leave
  AFTER DELETE ON public.media_assets
  FOR EACH ROW
  EXECUTE FUNCTION private.leave_asset();

CREATE POLICY "People read their own media" ON "public"."media_assets"
  FOR SELECT
  TO "authenticated"
  USING (((owner_id = ( SELECT auth.uid() AS uid)) AND ( SELECT private.is_active() AS is_active)));

COMMENT ON COLUMN "public"."media_assets"."blurhash" IS 'What it looks like from afar, for the time until it is loaded (blurha.sh).';

COMMENT ON COLUMN "public"."media_assets"."content_hash" IS 'SHA-256 of the original as it is kept, in hexadecimal.';

COMMENT ON COLUMN "public"."media_assets"."is_speech" IS 'Whether it is an answer read aloud, which goes with the answer, and not what its owner sent.';

COMMENT ON COLUMN "public"."media_assets"."original" IS 'Its file in the folder, without metadata.';

COMMENT ON COLUMN "public"."media_assets"."owner_id" IS 'Who sent it; null when that account is gone and the picture stays.';

COMMENT ON COLUMN "public"."media_assets"."peaks" IS 'How loud it is, 0 to 100, in equal steps of time: counted, or as its sender has heard it.';

COMMENT ON COLUMN "public"."media_assets"."purpose" IS 'Whose it becomes part of: a message''s, a profile''s or character''s face, a gallery''s.';

COMMENT ON COLUMN "public"."media_assets"."transcript" IS 'What is said in it, once it was asked for; empty where nothing is.';

COMMENT ON COLUMN "public"."media_assets"."variants" IS 'Which sizes there are, each as <name>.webp: 150, 400, 800 and 1200 pixels on the longer side.';

COMMENT ON TABLE "public"."media_assets" IS 'A picture or a sound, as it is kept.';

REVOKE ALL ON TABLE "public"."media_assets" FROM "authenticated";

GRANT SELECT ON TABLE "public"."media_assets" TO "authenticated";

REVOKE ALL ON TABLE "public"."media_assets" FROM "service_role";

GRANT SELECT ON TABLE "public"."media_assets" TO "service_role";

REVOKE ALL ON TABLE "public"."media_assets" FROM "anon";
