-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "private"."gallery_item" (
  "asset_id"     uuid                     NOT NULL,
  "character_id" uuid                     NOT NULL,
  "caption"      text,
  "tags"         text[]                   NOT NULL DEFAULT '{}'::text[],
  "position"     integer                  NOT NULL DEFAULT 0,
  "is_premium"   boolean                  NOT NULL DEFAULT false,
  "view_count"   bigint                   NOT NULL DEFAULT 0,
  "created_at"   timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT "gallery_item_caption_check" CHECK (((char_length(caption) <= 500) AND (caption ~ '\S'::text))),
  CONSTRAINT "gallery_item_pkey" PRIMARY KEY (asset_id),
  CONSTRAINT "gallery_item_position_check" CHECK ((("position" >= 0) AND ("position" <= 100000))),
  CONSTRAINT "gallery_item_tags_check" CHECK (((cardinality(tags) <= 20) AND (char_length(array_to_string(tags, ''::text)) <= 600) AND (array_position(tags, NULL::text) IS NULL))),
  CONSTRAINT "gallery_item_view_count_check" CHECK ((view_count >= 0)),
  CONSTRAINT "gallery_item_character_id_fkey" FOREIGN KEY (character_id) REFERENCES public.characters(id) ON DELETE CASCADE,
  CONSTRAINT "gallery_item_asset_id_fkey" FOREIGN KEY (asset_id) REFERENCES public.media_assets(id) ON DELETE CASCADE
);

ALTER TABLE "private"."gallery_item"
  ENABLE ROW LEVEL SECURITY;

CREATE INDEX gallery_item_character_id_position_idx ON private.gallery_item USING btree (character_id, "position", asset_id);

COMMENT ON TABLE "private"."gallery_item" IS 'A picture in the gallery of a character; it is shown when its asset is ready.';
