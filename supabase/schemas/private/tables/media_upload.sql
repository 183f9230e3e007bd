-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "private"."media_upload" (
  "id"         uuid                     NOT NULL DEFAULT gen_random_uuid(),
  "user_id"    uuid                     NOT NULL,
  "created_at" timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT "media_upload_pkey" PRIMARY KEY (id),
  CONSTRAINT "media_upload_user_id_fkey" FOREIGN KEY (user_id) REFERENCES public.profiles(id) ON DELETE CASCADE
);

ALTER TABLE "private"."media_upload"
  ENABLE ROW LEVEL SECURITY;

CREATE INDEX media_upload_created_at_idx ON private.media_upload USING btree (created_at);

CREATE INDEX media_upload_user_id_idx ON private.media_upload USING btree (user_id);

CREATE TRIGGER media_upload_leave
  AFTER DELETE ON private.media_upload
  FOR EACH ROW
  EXECUTE FUNCTION private.leave_upload();

COMMENT ON TABLE "private"."media_upload" IS 'A file that is to come, or came and was not looked at yet: <user>/<id> in the bucket uploads.';
