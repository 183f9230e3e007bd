-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "private"."leftover" (
  "id"         bigint                   GENERATED ALWAYS AS IDENTITY NOT NULL,
  "bucket"     text                     NOT NULL,
  "folder"     text                     NOT NULL,
  "taken_at"   timestamp with time zone NOT NULL DEFAULT '-infinity'::timestamp WITH time zone,
  "created_at" timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT "leftover_bucket_check" CHECK (((char_length(bucket) >= 1) AND (char_length(bucket) <= 100))),
  CONSTRAINT "leftover_folder_check" CHECK (((char_length(folder) >= 1) AND (char_length(folder) <= 400))),
  CONSTRAINT "leftover_pkey" PRIMARY KEY (id)
);

ALTER TABLE "private"."leftover"
  ENABLE ROW LEVEL SECURITY;

COMMENT ON TABLE "private"."leftover" IS 'A file, or all files of a folder, to be removed.';
