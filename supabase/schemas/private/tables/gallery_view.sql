-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "private"."gallery_view" (
  "asset_id"  uuid NOT NULL,
  "viewer_id" uuid NOT NULL,
  "viewed_on" date NOT NULL,
  CONSTRAINT "gallery_view_asset_id_fkey" FOREIGN KEY (asset_id) REFERENCES private.gallery_item(asset_id) ON DELETE CASCADE,
  CONSTRAINT "gallery_view_pkey" PRIMARY KEY (asset_id, viewer_id, viewed_on),
  CONSTRAINT "gallery_view_viewer_id_fkey" FOREIGN KEY (viewer_id) REFERENCES public.profiles(id) ON DELETE CASCADE
);

ALTER TABLE "private"."gallery_view"
  ENABLE ROW LEVEL SECURITY;

CREATE INDEX gallery_view_viewed_on_idx ON private.gallery_view USING btree (viewed_on);

CREATE INDEX gallery_view_viewer_id_idx ON private.gallery_view USING btree (viewer_id);

COMMENT ON TABLE "private"."gallery_view" IS 'Who saw an item on a day of UTC.';
